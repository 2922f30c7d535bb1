package org.fpn4j.heads.nms;

import java.util.Arrays;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.head.DetectionHead.HeadInputs;

/**
 * From dense scores to detections.
 *
 * <pre>
 *                       torchvision RetinaNet   torchvision FCOS   detectron2        mmdetection   effdet
 * score_threshold       0.05                    0.2                0.05, FCOS 0.2    0.05          0
 * candidates_per_level  1000                    1000               1000              1000          5000
 * max_candidates        1000000                 1000000            1000000           1000000       5000
 * nms_threshold         0.5                     0.6                0.5, FCOS 0.6     0.5           0.5
 * max_detections        300                     100                100               100           100
 * </pre>
 *
 * @param scoreThreshold scores above it are candidates
 * @param candidatesPerLevel number of best candidates of each level
 * @param maxCandidates number of best candidates of all levels together
 * @param nmsThreshold largest overlap of two detections of a class; 1 tolerates all
 * @param maxDetections per image
 */
public record PostprocessConfig(
        @Range(min = 0, max = 1) double scoreThreshold,
        @Range(min = 1, max = 1000000) int candidatesPerLevel,
        @Range(min = 1, max = 1000000) int maxCandidates,
        @Range(min = 0, max = 1) double nmsThreshold,
        @Range(min = 1, max = 100000) int maxDetections) {
    /** Limits of each level and of the image alone. */
    public PostprocessConfig(double scoreThreshold, int candidatesPerLevel, double nmsThreshold, int maxDetections) {
        this(scoreThreshold, candidatesPerLevel, 1000000, nmsThreshold, maxDetections);
    }

    public PostprocessConfig {
        FieldChecks.of(PostprocessConfig.class)
                .bounds("scoreThreshold", scoreThreshold)
                .bounds("candidatesPerLevel", candidatesPerLevel)
                .bounds("maxCandidates", maxCandidates)
                .bounds("nmsThreshold", nmsThreshold)
                .bounds("maxDetections", maxDetections)
                .done();
    }

    /** These values as part of a head's decoding at one input size, with boxes clipped before they suppress each other. */
    public Decoding decoding(int classes, int[] ends, HeadInputs inputs, Decoding.Scores scores, Boxes boxes) {
        return decoding(classes, ends, inputs, scores, boxes, Decoding.Clipping.BEFORE_SUPPRESSION);
    }

    /** These values as part of a head's decoding at one input size. */
    public Decoding decoding(
            int classes,
            int[] ends,
            HeadInputs inputs,
            Decoding.Scores scores,
            Boxes boxes,
            Decoding.Clipping clipping) {
        long indices = (long) ends[ends.length - 1] * classes;
        if (indices > Integer.MAX_VALUE) {
            throw new UserInputException(
                    "head",
                    "[" + ends[ends.length - 1] + "] cells of num_classes[" + classes + "] have " + indices
                            + " scores an image; at most " + Integer.MAX_VALUE + " can be told apart",
                    "a smaller input or fewer classes have fewer");
        }
        return new Decoding(
                classes,
                Arrays.stream(ends).boxed().toList(),
                inputs.imageHeight(),
                inputs.imageWidth(),
                scores,
                boxes,
                clipping,
                scoreThreshold,
                candidatesPerLevel,
                maxCandidates,
                nmsThreshold,
                maxDetections);
    }
}
