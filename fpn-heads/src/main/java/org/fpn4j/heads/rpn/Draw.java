package org.fpn4j.heads.rpn;

import java.util.SplittableRandom;

/** Sampling without replacement, keyed: same key, same sample. */
final class Draw {
    private Draw() {}

    /** So many of the first {@code available} numbers, moved to the front in the order in which they are drawn. */
    static void toFront(int[] numbers, int available, int wanted, SplittableRandom random) {
        for (int i = 0; i < wanted; i++) {
            int other = i + random.nextInt(available - i);
            int swap = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = swap;
        }
    }
}
