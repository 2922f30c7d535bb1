package org.fpn4j.heads.yolox;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * What a cell costs an object, and how many it gets. The cost is the cross-entropy of the cell's scores, plus the negative
 * logarithm of the overlap times its weight, plus what no other cost reaches for a cell that does not lie both in the object and
 * around its centre; a cell that lies in or around no object is not asked.
 *
 * @param centerRadius half the side of the square around an object's centre, in strides of the cell
 * @param overlapWeight of the negative logarithm of the overlap
 * @param top how many of an object's largest overlaps are added up to the number of its cells
 */
public record SimOtaConfig(
        @Range(min = 0, max = 1000) double centerRadius,
        @Range(min = 0, max = 1000) double overlapWeight,
        @Range(min = 1, max = 1000) int top) {
    /** YOLOX's. */
    public SimOtaConfig() {
        this(2.5, 3, 10);
    }

    public SimOtaConfig {
        FieldChecks.of(SimOtaConfig.class)
                .bounds("centerRadius", centerRadius)
                .bounds("overlapWeight", overlapWeight)
                .bounds("top", top)
                .done();
    }
}
