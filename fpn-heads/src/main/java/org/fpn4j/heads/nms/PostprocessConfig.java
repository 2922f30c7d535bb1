package org.fpn4j.heads.nms;

import java.util.Arrays;
import org.fpn4j.core.head.Decoding;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.problem.FieldChecks;

/**
 * From dense scores to detections.
 *
 * <pre>
 *                       torchvision RetinaNet   torchvision FCOS   detectron2            mmdetection
 * score_threshold       0.05                    0.2                0.05, FCOS 0.2        0.05
 * candidates_per_level  1000                    1000               1000                  1000
 * nms_threshold         0.5                     0.6                0.5, FCOS 0.6         0.5
 * max_detections        300                     100                100                   100
 * </pre>
 *
 * @param scoreThreshold scores above it are candidates
 * @param candidatesPerLevel number of best candidates of each level
 * @param nmsThreshold largest overlap of two detections of a class; 1 tolerates all
 * @param maxDetections per image
 */
public record PostprocessConfig(double scoreThreshold, int candidatesPerLevel, double nmsThreshold, int maxDetections) {
    public PostprocessConfig {
        new FieldChecks()
                .between("scoreThreshold", scoreThreshold, 0, 1)
                .atLeast("candidatesPerLevel", candidatesPerLevel, 1)
                .between("nmsThreshold", nmsThreshold, 0, 1)
                .atLeast("maxDetections", maxDetections, 1)
                .done();
    }

    /** These values as part of a head's decoding at one input size. */
    public Decoding decoding(int classes, int[] ends, HeadInputs inputs, Decoding.Scores scores, Decoding.Boxes boxes) {
        return new Decoding(
                classes,
                Arrays.stream(ends).boxed().toList(),
                inputs.imageHeight(),
                inputs.imageWidth(),
                scores,
                boxes,
                scoreThreshold,
                candidatesPerLevel,
                nmsThreshold,
                maxDetections);
    }
}
