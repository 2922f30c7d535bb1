package org.fpn4j.yolo;

/** How YOLO's sizes follow from one network by two factors. */
final class Factors {
    private Factors() {}

    /** Channels of a network's level: {@code 2^(level + 5)}, so 256 at stride 8, times the width factor, rounded down. */
    static int channels(int level, double width) {
        return (int) (Math.scalb(1.0, level + 5) * width);
    }

    /** The smallest width factor that leaves a level two channels, as many as a {@link CspLayer} takes. */
    static double leastWidth(int level) {
        return Math.scalb(1.0, -level - 4);
    }

    /** Bottlenecks of a block that has three by a factor of 1: rounded, a half to the even neighbour. */
    static int bottlenecks(double depth) {
        return (int) Math.rint(3 * depth);
    }
}
