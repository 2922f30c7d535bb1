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

    /**
     * The area from which on a region belongs to each level but the finest: the equation solved for it, so that whoever
     * compares areas needs no logarithm and agrees with all others.
     */
    public double[] borders() {
        double[] borders = new double[count() - 1];
        for (int i = 0; i < borders.length; i++) {
            int above = finest + 1 + i - canonicalLevel;
            double ratio = epsilon == Epsilon.TORCHVISION ? Math.pow(2, above - 1e-6) : Math.pow(2, above) - 1e-8;
            borders[i] = canonicalSize * ratio * (canonicalSize * ratio);
        }
        return borders;
    }

    /**
     * The place of a region's level, 0 for the finest, which is that of an area that is no number, too.
     *
     * @param borders between the levels ({@link #borders}), computed once for all regions
     */
    public static int place(double[] borders, float x1, float y1, float x2, float y2) {
        float area = (x2 - x1) * (y2 - y1);
        int place = 0;
        for (double border : borders) {
            if (area >= border) {
                place++;
            }
        }
        return place;
    }
}
