package org.fpn4j.experiments.scoring;

import java.util.List;
import java.util.Optional;
import org.fpn4j.evaluation.froc.Credit;
import org.fpn4j.evaluation.froc.Duplicates;
import org.fpn4j.evaluation.froc.FrocConvention;
import org.fpn4j.evaluation.froc.FrocFamily;
import org.fpn4j.evaluation.froc.HitRule;
import org.fpn4j.evaluation.froc.RateImages;
import org.fpn4j.evaluation.froc.RateReading;
import org.fpn4j.evaluation.froc.SizeBins;
import org.fpn4j.evaluation.metric.MetricFamily;
import picocli.CommandLine.Option;

/** Which FROC curve {@code --metrics froc} means; absent options are null. */
final class FrocOptions {
    @Option(
            names = "--froc-hit",
            paramLabel = "RULE",
            description = "iou, or centre of the detection in the lesion; default iou.")
    private Hit hit;

    @Option(names = "--froc-iou", paramLabel = "IOU", description = "Least IoU of a hit; default 0.1.")
    private Double iou;

    @Option(
            names = "--froc-duplicates",
            paramLabel = "RULE",
            description = "What further hits of a lesion are: ignored or false_positives; default ignored.")
    private Duplicates duplicates;

    @Option(
            names = "--froc-lesions",
            paramLabel = "RULE",
            description = "How many lesions a detection finds: one or all that it hits; default one.")
    private Credit lesions;

    @Option(
            names = "--froc-reading",
            paramLabel = "RULE",
            description = "Sensitivity at a rate: step (at most the rate), below, linear, luna16; default step.")
    private RateReading reading;

    @Option(
            names = "--froc-rates",
            paramLabel = "RATE",
            split = ",",
            description = "False positives per image; default 0.125,0.25,0.5,1,2,4,8.")
    private List<Double> rates;

    @Option(
            names = "--froc-images",
            paramLabel = "WHICH",
            description = "Images of the rate: all, or negative, those without objects; default all.")
    private RateImages images;

    @Option(
            names = "--froc-sizes-mm",
            paramLabel = "SIDE",
            split = ",",
            description = "Borders of lesions' longest sides in mm, where pixel spacings are known; default 6,30.")
    private List<Double> millimetres;

    @Option(
            names = "--froc-sizes-pixels",
            paramLabel = "SIDE",
            split = ",",
            description = "The same in pixels, where they are not; default 32,96.")
    private List<Double> pixels;

    enum Hit {
        IOU,
        CENTRE
    }

    /**
     * The family by what is said, where it is asked for.
     *
     * @param checks hear of what is said and what is wrong with it
     */
    Optional<MetricFamily> family(OptionChecks checks) {
        checks.reads(FrocFamily.NAME, "--froc-hit", hit);
        checks.reads(FrocFamily.NAME, "--froc-iou", iou);
        checks.reads(FrocFamily.NAME, "--froc-duplicates", duplicates);
        checks.reads(FrocFamily.NAME, "--froc-lesions", lesions);
        checks.reads(FrocFamily.NAME, "--froc-reading", reading);
        checks.reads(FrocFamily.NAME, "--froc-rates", rates);
        checks.reads(FrocFamily.NAME, "--froc-images", images);
        checks.reads(FrocFamily.NAME, "--froc-sizes-mm", millimetres);
        checks.reads(FrocFamily.NAME, "--froc-sizes-pixels", pixels);
        if (hit == Hit.CENTRE && iou != null) {
            checks.wrong(
                    OptionChecks.place("--froc-iou", iou), "--froc-iou[" + iou + "] is not read by --froc-hit centre");
        }
        boolean iouFits = checks.isIou("--froc-iou", iou);
        boolean ratesFit = checks.ascends("--froc-rates", rates, Double.POSITIVE_INFINITY);
        boolean millimetresFit = checks.ascends("--froc-sizes-mm", millimetres, Double.POSITIVE_INFINITY);
        boolean pixelsFit = checks.ascends("--froc-sizes-pixels", pixels, Double.POSITIVE_INFINITY);
        boolean isFine = iouFits && ratesFit && millimetresFit && pixelsFit;
        return isFine ? Optional.of(new FrocFamily(convention())) : Optional.empty();
    }

    private FrocConvention convention() {
        FrocConvention usual = new FrocConvention();
        HitRule byIou = iou == null ? usual.hit() : new HitRule.ByIou(iou);
        return new FrocConvention(
                hit == Hit.CENTRE ? new HitRule.ByCentre() : byIou,
                duplicates == null ? usual.duplicates() : duplicates,
                lesions == null ? usual.credit() : lesions,
                reading == null ? usual.reading() : reading,
                rates == null ? usual.rates() : rates,
                images == null ? usual.images() : images,
                millimetres == null ? usual.millimetres() : new SizeBins(millimetres),
                pixels == null ? usual.pixels() : new SizeBins(pixels));
    }
}
