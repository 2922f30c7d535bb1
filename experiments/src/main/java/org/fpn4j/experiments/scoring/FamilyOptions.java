package org.fpn4j.experiments.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.detail.ApFamily;
import org.fpn4j.evaluation.froc.RsnaFamily;
import org.fpn4j.evaluation.metric.MetricFamily;
import org.fpn4j.evaluation.tide.TideFamily;
import org.fpn4j.evaluation.tide.TideThresholds;
import picocli.CommandLine.Option;

/** What {@code --metrics ap,rsna,tide} mean; absent options are null. */
final class FamilyOptions {
    private static final double LARGEST_SIDE = 99_999; // pixels; areas are of 1e10 at most, as COCO's

    @Option(
            names = "--ap-ious",
            paramLabel = "IOU",
            split = ",",
            description = "IoUs of --metrics ap; default 0.1,0.2 .. 0.9.")
    private List<Double> ious;

    @Option(
            names = "--ap-sides",
            paramLabel = "SIDE",
            split = ",",
            description = "Borders of the square root of the area in pixels; default 8,16,32,64,128,256,512.")
    private List<Double> sides;

    @Option(
            names = "--rsna-confidence",
            paramLabel = "SCORE",
            description = "Least score of a detection in the RSNA score; default: all count.")
    private Double confidence;

    @Option(names = "--tide-iou", paramLabel = "IOU", description = "Least IoU of a found object in TIDE; default 0.5.")
    private Double found;

    @Option(
            names = "--tide-background",
            paramLabel = "IOU",
            description = "Largest IoU of a detection on background in TIDE; default 0.1.")
    private Double background;

    /**
     * The families by what is said.
     *
     * @param checks hear of what is said and what is wrong with it
     */
    List<MetricFamily> families(OptionChecks checks) {
        checks.reads(ApFamily.NAME, "--ap-ious", ious);
        checks.reads(ApFamily.NAME, "--ap-sides", sides);
        checks.reads(RsnaFamily.NAME, "--rsna-confidence", confidence);
        checks.reads(TideFamily.NAME, "--tide-iou", found);
        checks.reads(TideFamily.NAME, "--tide-background", background);
        List<MetricFamily> families = new ArrayList<>();
        ap(checks).ifPresent(families::add);
        if (confidence != null && confidence.isNaN()) {
            checks.wrong("--rsna-confidence NaN", "--rsna-confidence[NaN] must be a number");
        } else {
            families.add(new RsnaFamily(confidence == null ? Double.NEGATIVE_INFINITY : confidence));
        }
        tide(checks).ifPresent(families::add);
        return families;
    }

    private Optional<MetricFamily> ap(OptionChecks checks) {
        boolean sidesFit = checks.ascends("--ap-sides", sides, LARGEST_SIDE);
        boolean iousFit = checks.ascends("--ap-ious", ious, 1);
        int most = CocoParameters.MOST_THRESHOLDS;
        if (ious != null && ious.size() > most) {
            checks.wrong(
                    OptionChecks.place("--ap-ious", ious),
                    "--ap-ious has [" + ious.size() + "] IoUs; it must have at most [" + most + "]");
            iousFit = false;
        }
        return iousFit && sidesFit
                ? Optional.of(new ApFamily(
                        ious == null ? ApFamily.USUAL_IOUS : ious, sides == null ? ApFamily.USUAL_SIDES : sides))
                : Optional.empty();
    }

    private Optional<MetricFamily> tide(OptionChecks checks) {
        TideThresholds usual = new TideThresholds();
        double least = found == null ? usual.found() : found;
        double most = background == null ? usual.background() : background;
        boolean leastFits = checks.isIou("--tide-iou", found);
        boolean mostFits = checks.isIou("--tide-background", background);
        if (!leastFits || !mostFits) {
            return Optional.empty();
        }
        if (most >= least) {
            checks.wrong(
                    "--tide-background " + most,
                    "--tide-background[" + most + "] must be below --tide-iou[" + least + "]");
            return Optional.empty();
        }
        return Optional.of(new TideFamily(new TideThresholds(least, most)));
    }
}
