package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoParameters;
import org.fpn4j.evaluation.metric.Scoring;

/** Scores a detector on a whole split. */
public final class Evaluation {
    private final Dataset dataset;
    private final Sweep sweep;

    /**
     * Prepares the evaluation of one split.
     *
     * @param cache of the split's pictures, kept between evaluations
     */
    public Evaluation(Dataset dataset, LoaderOptions options, PictureCache cache) {
        this.dataset = dataset;
        this.sweep = new Sweep(dataset, options, cache);
    }

    /**
     * Runs the detector over every image once and scores by all metrics that there are, with COCO's parameters; where the detector
     * finds masks by those of masks, too.
     *
     * @param afterEachImage may end all of it by an exception
     */
    public EvaluatedSplit run(Predictor predictor, Runnable afterEachImage) {
        return run(predictor, scoring(predictor), afterEachImage);
    }

    /**
     * Runs the detector over every image once.
     *
     * @param predictor that knows the classes of the split and no others
     */
    public EvaluatedSplit run(Predictor predictor, Scoring scoring) {
        return run(predictor, scoring, () -> {});
    }

    /** Runs the detector over every image once, and gives what each decoder finds. */
    public List<List<CocoDetection>> detections(Predictor predictor, List<Predictor.Decoder> decoders) {
        List<List<CocoDetection>> detections = new ArrayList<>();
        decoders.forEach(decoder -> detections.add(new ArrayList<>()));
        sweep.run(predictor, decoders, (image, ways) -> {
            for (int way = 0; way < ways.size(); way++) {
                for (Detection found : ways.get(way)) {
                    detections.get(way).add(coco(image, found));
                }
            }
        });
        return detections;
    }

    /**
     * The same as {@link #run(Predictor, Runnable)}, and measures the losses of training, of the images as they are.
     *
     * @param predictor that can measure them
     */
    public MeasuredSplit measure(Predictor predictor, LossBasis basis, Runnable afterEachImage) {
        List<CocoDetection> detections = new ArrayList<>();
        RegionTally regions = tally(predictor);
        Map<String, Double> losses = sweep.measure(predictor, basis, collecting(detections, afterEachImage));
        return new MeasuredSplit(evaluated(detections, scoring(predictor), regions), losses);
    }

    private EvaluatedSplit run(Predictor predictor, Scoring scoring, Runnable afterEachImage) {
        List<CocoDetection> detections = new ArrayList<>();
        RegionTally regions = tally(predictor);
        sweep.run(predictor, collecting(detections, afterEachImage));
        return evaluated(detections, scoring, regions);
    }

    private static Scoring scoring(Predictor predictor) {
        return predictor.findsMasks() ? Scoring.withMasks(new CocoParameters()) : new Scoring();
    }

    private RegionTally tally(Predictor predictor) {
        RegionTally tally = new RegionTally(dataset, predictor.transform());
        predictor.tell(tally);
        return tally;
    }

    private BiConsumer<ImageEntry, List<Detection>> collecting(
            List<CocoDetection> detections, Runnable afterEachImage) {
        return (image, found) -> {
            found.forEach(one -> detections.add(coco(image, one)));
            afterEachImage.run();
        };
    }

    private EvaluatedSplit evaluated(List<CocoDetection> detections, Scoring scoring, RegionTally regions) {
        return new EvaluatedSplit(dataset, detections, scoring.score(dataset, detections), regions.use());
    }

    private CocoDetection coco(ImageEntry image, Detection detection) {
        return CocoDetection.of(
                detection, image, dataset.categories().get(detection.label()).id());
    }
}
