package org.fpn4j.heads.ssd;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.region.AnchorDetections;

/**
 * From scores that exclude each other to detections.
 *
 * @param scoreThreshold scores above it are candidates
 * @param candidatesPerClass number of best candidates of each class
 * @param nmsThreshold largest overlap of two detections of a class; 1 tolerates all
 * @param maxDetections per image
 */
public record SoftmaxPostprocess(
        @Range(min = 0, max = 1) double scoreThreshold,
        @Range(min = 1, max = 1000000) int candidatesPerClass,
        @Range(min = 0, max = 1) double nmsThreshold,
        @Range(min = 1, max = 100000) int maxDetections) {
    /** torchvision's. */
    public SoftmaxPostprocess() {
        this(0.01, 400, 0.45, 200);
    }

    public SoftmaxPostprocess {
        FieldChecks.of(SoftmaxPostprocess.class)
                .bounds("scoreThreshold", scoreThreshold)
                .bounds("candidatesPerClass", candidatesPerClass)
                .bounds("nmsThreshold", nmsThreshold)
                .bounds("maxDetections", maxDetections)
                .done();
    }

    /** The same as a decision of a graph. */
    AnchorDetections decision(int classes, Operation.DecodeDeltas coder, HeadInputs inputs) {
        return new AnchorDetections(
                classes,
                coder,
                inputs.imageHeight(),
                inputs.imageWidth(),
                scoreThreshold,
                candidatesPerClass,
                nmsThreshold,
                maxDetections);
    }
}
