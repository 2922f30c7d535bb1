package org.fpn4j.heads.roi;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.region.RegionDetections;
import org.fpn4j.heads.box.DeltaCoder;

/**
 * From scores of regions to detections ({@link RegionDetections}).
 *
 * @param scoreThreshold scores above it are candidates
 * @param nmsThreshold largest overlap of two detections of a class
 * @param maxDetections per image
 * @param leastSide pixels; smaller boxes are no detections
 */
public record DetectionsConfig(
        @Range(min = 0, max = 1) double scoreThreshold,
        @Range(min = 0, max = 1) double nmsThreshold,
        @Range(min = 1, max = 100000) int maxDetections,
        @Range(min = 0, max = 1e6) double leastSide) {
    /** torchvision's. */
    public DetectionsConfig() {
        this(0.05, 0.5, 100, 0.01);
    }

    public DetectionsConfig {
        FieldChecks.of(DetectionsConfig.class)
                .bounds("scoreThreshold", scoreThreshold)
                .bounds("nmsThreshold", nmsThreshold)
                .bounds("maxDetections", maxDetections)
                .bounds("leastSide", leastSide)
                .done();
    }

    /** The decision about an image of a size. */
    RegionDetections decision(int classes, DeltaCoder coder, HeadInputs inputs) {
        return new RegionDetections(
                classes,
                coder.operation(),
                inputs.imageHeight(),
                inputs.imageWidth(),
                scoreThreshold,
                nmsThreshold,
                maxDetections,
                leastSide);
    }
}
