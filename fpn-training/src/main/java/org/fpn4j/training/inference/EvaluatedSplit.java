package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoDetectionsWriter;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.evaluation.region.RegionUse;

/**
 * What a detector found on a split, and how good that is.
 *
 * @param detections in pixels of the original images, in the order of the images
 * @param regions that a second stage looked at; empty where the head has one
 */
public record EvaluatedSplit(
        Dataset dataset, List<CocoDetection> detections, Score score, Optional<RegionUse> regions) {
    public EvaluatedSplit {
        requireNonNull(dataset, "dataset is null");
        detections = List.copyOf(detections);
        requireNonNull(score, "score is null");
        requireNonNull(regions, "regions is null");
    }

    /** Writes the detections as COCO results, which score the same. */
    public void writeDetections(OutputStream out) throws IOException {
        Map<Long, String> fileNames = new HashMap<>();
        dataset.images().forEach(image -> fileNames.put(image.id(), image.fileName()));
        new CocoDetectionsWriter(fileNames).write(out, detections);
    }
}
