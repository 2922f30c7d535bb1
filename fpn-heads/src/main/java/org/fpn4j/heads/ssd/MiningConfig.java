package org.fpn4j.heads.ssd;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * How many negatives the classification learns from, image by image.
 *
 * @param negativesPerPositive as many times the image's positives
 * @param minNegatives of an image, whether or not it has positives; 0: one without positives teaches nothing, as in the paper
 */
public record MiningConfig(
        @Range(min = 0, max = 1e6) double negativesPerPositive, @Range(min = 0, max = 1000000) int minNegatives) {
    /** The paper's. */
    public MiningConfig() {
        this(3, 0);
    }

    public MiningConfig {
        FieldChecks.of(MiningConfig.class)
                .bounds("negativesPerPositive", negativesPerPositive)
                .bounds("minNegatives", minNegatives)
                .done();
    }

    /** The same as a decision of a graph. */
    public HardNegatives decision() {
        return new HardNegatives(negativesPerPositive, minNegatives);
    }
}
