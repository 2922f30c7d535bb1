package org.fpn4j.heads.centernet;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * Objects as points of the finest level (arXiv:1904.07850v2): what the heat map looks like and how much offset and size count.
 *
 * @param minOverlap least overlap of boxes whose corners moved by the radius of the Gaussian
 * @param radius how that becomes a radius
 * @param offsetLossWeight of the L1 loss of where in its cell a centre lies
 * @param sizeLossWeight of the L1 loss of width and height, in cells
 */
public record FinestConfig(
        @Range(min = 0, max = 1, aboveMin = true, belowMax = true) double minOverlap,
        GaussianRadius radius,
        @Range(min = 0, max = 1e6) double offsetLossWeight,
        @Range(min = 0, max = 1e6) double sizeLossWeight) {
    /** The paper's. */
    public FinestConfig() {
        this(0.7, GaussianRadius.EXACT, 1, 0.1);
    }

    public FinestConfig {
        requireNonNull(radius, "radius is null");
        FieldChecks.of(FinestConfig.class)
                .bounds("minOverlap", minOverlap)
                .bounds("offsetLossWeight", offsetLossWeight)
                .bounds("sizeLossWeight", sizeLossWeight)
                .done();
    }
}
