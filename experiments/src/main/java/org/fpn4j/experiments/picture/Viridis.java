package org.fpn4j.experiments.picture;

/**
 * The colour map viridis, whose lightness rises evenly from dark violet to yellow, so that equal steps of the value
 * look equal, in grey print and to colour-blind readers too. Twenty colours of the published table, interpolated.
 *
 * <p>Source: Smith and van der Walt, "A Better Default Colormap for Matplotlib", SciPy 2015; table under CC0.
 */
final class Viridis {
    private static final int[] ANCHORS = {
        0x440154, 0x481568, 0x482677, 0x453781, 0x3F4788, 0x39558C, 0x32648E, 0x2D718E, 0x287D8E, 0x238A8D,
        0x1F968B, 0x20A386, 0x29AF7F, 0x3CBC75, 0x56C667, 0x74D055, 0x94D840, 0xB8DE29, 0xDCE318, 0xFDE725
    };

    private Viridis() {}

    /** The colour 0xRRGGBB of a value; outside [0, 1] that of the nearer end. */
    static int rgb(double value) {
        double position = Math.max(0, Math.min(1, value)) * (ANCHORS.length - 1);
        int below = Math.min((int) position, ANCHORS.length - 2);
        double share = position - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = ANCHORS[below] >> shift & 0xFF;
            int to = ANCHORS[below + 1] >> shift & 0xFF;
            rgb |= (int) Math.round(from + share * (to - from)) << shift;
        }
        return rgb;
    }
}
