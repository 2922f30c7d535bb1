package org.fpn4j.evaluation.mistake;

/**
 * What comes of using the detections from a score on. Each is {@link #NOTHING} where there is nothing to measure.
 *
 * @param score lowest that is used
 * @param precision share of the detections that are right
 * @param recall share of the objects that are found
 * @param f1 {@code 2 right / (detections + objects)}
 * @param falsePositives detections of an image that are not right, on average
 */
public record OperatingPoint(double score, double precision, double recall, double f1, double falsePositives) {
    /** COCO's number for what cannot be measured. */
    public static final double NOTHING = -1;
}
