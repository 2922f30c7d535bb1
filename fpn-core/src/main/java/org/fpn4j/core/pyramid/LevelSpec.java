package org.fpn4j.core.pyramid;

/**
 * One level of a pyramid before any tensor exists.
 *
 * @param level the exponent of the stride: level 3 has one cell per {@code 2^3 = 8} input pixels
 * @param channels number of feature channels
 */
public record LevelSpec(int level, int channels) {
    public LevelSpec {
        if (level < 0 || level > 16) {
            throw new IllegalArgumentException("level[" + level + "] must be between 0 and 16");
        }
        if (channels < 1) {
            throw new IllegalArgumentException("level[" + level + "] channels[" + channels + "] must be >= 1");
        }
    }

    /** Input pixels per cell. */
    public int stride() {
        return 1 << level;
    }
}
