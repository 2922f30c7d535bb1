package org.fpn4j.experiments.inference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.scoring.CocoDetection;
import org.fpn4j.data.scoring.CocoParameters;
import org.fpn4j.data.scoring.CocoScoring;
import org.fpn4j.data.scoring.Score;

/** Scores a detector on a whole split with COCO's metrics. */
public final class Evaluation {
    private final Dataset dataset;
    private final LoaderOptions options;
    private final PictureCache cache;

    /**
     * Prepares the evaluation of one split.
     *
     * @param cache of the split's pictures, kept between evaluations
     */
    public Evaluation(Dataset dataset, LoaderOptions options, PictureCache cache) {
        this.dataset = dataset;
        this.options = options;
        this.cache = cache;
    }

    /** Runs the detector over every image once and scores with COCO's parameters. */
    public Score run(Predictor predictor) {
        return run(predictor, new CocoParameters());
    }

    /** Runs the detector over every image once. */
    public Score run(Predictor predictor, CocoParameters parameters) {
        Set<Integer> unknownClasses = new HashSet<>();
        List<CocoDetection> detections = detections(predictor, unknownClasses);
        return new CocoScoring(parameters).score(dataset, detections, unknownClasses.size());
    }

    private List<CocoDetection> detections(Predictor predictor, Set<Integer> unknownClasses) {
        List<CocoDetection> all = new ArrayList<>();
        EpochOrder order = EpochOrder.sequential(dataset.images().size());
        try (SampleLoader<Integer> loader = new SampleLoader<>(
                dataset, order, predictor.batchSize(), predictor.transform(), sample -> 0, options, cache)) {
            for (int i = 0; i < loader.batchesPerEpoch(); i++) {
                Batch<Integer> batch = loader.next();
                List<List<Detection>> found = predictor.detect(batch.samples());
                for (int j = 0; j < batch.fresh(); j++) {
                    long imageId = batch.samples().get(j).image().id();
                    for (Detection detection : found.get(j)) {
                        if (detection.label() < dataset.categories().size()) {
                            all.add(coco(imageId, detection));
                        } else {
                            unknownClasses.add(detection.label());
                        }
                    }
                }
            }
        }
        return all;
    }

    private CocoDetection coco(long imageId, Detection detection) {
        Box box = detection.box();
        return new CocoDetection(
                imageId,
                dataset.categories().get(detection.label()).id(),
                box.x1(),
                box.y1(),
                box.width(),
                box.height(),
                detection.score());
    }
}
