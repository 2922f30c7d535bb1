package org.fpn4j.core.graph;

/**
 * Which level of a pyramid a region is pooled from, by its size (Lin et al., arXiv:1612.03144v2, equation 1):
 *
 * <pre>
 * level = floor(canonicalLevel + log2(sqrt(width * height) / canonicalSize)), within finest and coarsest
 * </pre>
 *
 * <p>A region without area is one of the finest level.
 *
 * @param finest level of the first map
 * @param coarsest level of the last map
 * @param canonicalLevel of a region of the canonical size
 * @param canonicalSize pixels
 * @param epsilon what keeps a region just below a border from staying there
 */
public record RegionLevels(int finest, int coarsest, int canonicalLevel, double canonicalSize, Epsilon epsilon) {
    /** Where a little is added. */
    public enum Epsilon {
        /** torchvision: 1e-6 to the sum that is rounded down. */
        TORCHVISION,
        /** detectron2: 1e-8 to the ratio of which the logarithm is taken. */
        DETECTRON2
    }

    public RegionLevels {
        if (coarsest < finest) {
            throw new IllegalArgumentException("levels[" + finest + ", " + coarsest + "] must ascend");
        }
    }

    /** Number of levels. */
    public int count() {
        return coarsest - finest + 1;
    }

    /** The place of a region's level, 0 for the finest. */
    public int place(float x1, float y1, float x2, float y2) {
        float size = (float) Math.sqrt((x2 - x1) * (y2 - y1));
        double ratio = size / canonicalSize;
        double level = epsilon == Epsilon.TORCHVISION
                ? canonicalLevel + Math.log(ratio) / Math.log(2) + 1e-6
                : canonicalLevel + Math.log(ratio + 1e-8) / Math.log(2);
        return level >= finest ? (int) Math.min(Math.floor(level), coarsest) - finest : 0; // NaN is the finest, too
    }
}
