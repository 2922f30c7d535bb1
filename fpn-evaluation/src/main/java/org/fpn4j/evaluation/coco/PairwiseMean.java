package org.fpn4j.evaluation.coco;

import java.util.Arrays;

/** The mean of numbers, summed in the order of numpy's {@code add.reduce}, so that even the last digit agrees. */
final class PairwiseMean {
    private static final int BLOCK = 128;
    private double[] values = new double[1024];
    private int count;

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    /** The mean, or -1 where nothing was added. */
    double value() {
        return count == 0 ? -1 : sum(0, count) / count;
    }

    private double sum(int from, int length) {
        if (length < 8) {
            double sum = 0;
            for (int i = from; i < from + length; i++) {
                sum += values[i];
            }
            return sum;
        }
        if (length <= BLOCK) {
            double[] lanes = Arrays.copyOfRange(values, from, from + 8);
            int i = 8;
            for (; i < length - length % 8; i += 8) {
                for (int lane = 0; lane < 8; lane++) {
                    lanes[lane] += values[from + i + lane];
                }
            }
            double sum =
                    ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
            for (; i < length; i++) {
                sum += values[from + i];
            }
            return sum;
        }
        int half = length / 2;
        half -= half % 8;
        return sum(from, half) + sum(from + half, length - half);
    }
}
