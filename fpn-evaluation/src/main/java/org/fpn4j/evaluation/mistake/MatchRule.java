package org.fpn4j.evaluation.mistake;

/**
 * When a detection counts, and when it is of an object.
 *
 * @param score least of a detection that counts, in [0, 1]
 * @param iou least overlap of a detection and the object that it is of, in (0, 1]
 */
public record MatchRule(double score, double iou) {

    public MatchRule {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("score[" + score + "] must be in [0, 1]");
        }
        if (!(iou > 0 && iou <= 1)) {
            throw new IllegalArgumentException("iou[" + iou + "] must be in (0, 1]");
        }
    }
}
