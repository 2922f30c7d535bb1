package org.fpn4j.experiments.levels;

/**
 * The level that an object would have by its size alone (Lin et al., "Feature Pyramid Networks for Object Detection",
 * arXiv:1612.03144v2, equation 1): {@code floor(4 + log2(sqrt(area) / 224))}, between the pyramid's levels. A millionth is
 * added before rounding down, as torchvision does, so that 112 pixels, whose logarithm is rounded, are not below level 3.
 */
final class FpnEquation {
    private static final double CANONICAL_SIDE = 224;
    private static final int CANONICAL_LEVEL = 4;
    private static final double EPSILON = 1e-6;

    private FpnEquation() {}

    /**
     * The level.
     *
     * @param side root of the area, in pixels of the input
     */
    static int level(double side, int finest, int coarsest) {
        double level = Math.floor(CANONICAL_LEVEL + Math.log(side / CANONICAL_SIDE) / Math.log(2) + EPSILON);
        return (int) Math.max(finest, Math.min(coarsest, level));
    }
}
