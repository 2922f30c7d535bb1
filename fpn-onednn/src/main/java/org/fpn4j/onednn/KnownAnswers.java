package org.fpn4j.onednn;

import java.util.Optional;

/**
 * A few products whose answers are known, asked of a library before it is trusted. All numbers are whole and positive, and
 * small enough for every type and every order of sums: what is left out or counted twice changes the answer.
 */
final class KnownAnswers {
    private static final int[] LENGTHS = {7, 100, 4099}; // of dot products: below and above a vector, with rests
    private static final int ROWS = 5;
    private static final int COLUMNS = 37;

    /** {@code [1, IN, SIDE, SIDE]} with a kernel 3x3 to {@code [1, OUT, SIDE, SIDE]}. */
    static final int IN = 8;

    static final int OUT = 16;
    static final int SIDE = 5;
    private static final int KERNEL = 3;

    private KnownAnswers() {}

    /** What is asked. */
    interface Library {
        /** Of two vectors of one length, as {@code [1, n] x [n, 1]}. */
        float dot(float[] a, float[] b);

        /** The sum of each row. */
        float[] rowSums(float[] table, int rows);

        /** Of an image with a kernel {@code [OUT, IN, 3, 3]}, with one zero around the image. */
        float[] convolution(float[] image, float[] kernel);
    }

    /** What came out wrong first, in a few words; empty where everything is right. */
    static Optional<String> wrong(Library library) {
        for (int length : LENGTHS) {
            float[] a = numbers(length, 3);
            float[] b = numbers(length, 2);
            double expected = 0;
            for (int i = 0; i < length; i++) {
                expected += a[i] * b[i];
            }
            Optional<String> wrong = different("a dot product of " + length + " values", library.dot(a, b), expected);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return rowSums(library).or(() -> convolution(library));
    }

    /** 1, 2, .. and again. */
    private static float[] numbers(int length, int largest) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = 1 + i % largest;
        }
        return numbers;
    }

    /** A 1 at every such place, 0 elsewhere: sums of a convolution stay below 256, where bfloat16 ends to be whole. */
    private static float[] ones(int length, int every) {
        float[] ones = new float[length];
        for (int i = 0; i < length; i += every) {
            ones[i] = 1;
        }
        return ones;
    }

    private static Optional<String> different(String what, float actual, double expected) {
        return actual == expected ? Optional.empty() : Optional.of(what + " gives " + actual + " for " + expected);
    }

    private static Optional<String> rowSums(Library library) {
        float[] table = numbers(ROWS * COLUMNS, 4);
        float[] sums = library.rowSums(table, ROWS);
        for (int row = 0; row < ROWS; row++) {
            double expected = 0;
            for (int i = row * COLUMNS; i < (row + 1) * COLUMNS; i++) {
                expected += table[i];
            }
            Optional<String> wrong = different("a sum of " + COLUMNS + " values", sums[row], expected);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> convolution(Library library) {
        float[] image = ones(IN * SIDE * SIDE, 2);
        float[] kernel = ones(OUT * IN * KERNEL * KERNEL, 4);
        float[] map = library.convolution(image, kernel);
        for (int i = 0; i < map.length; i++) {
            int out = i / (SIDE * SIDE);
            Optional<String> wrong =
                    different("a convolution", map[i], convolved(image, kernel, out, i / SIDE % SIDE, i % SIDE));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static double convolved(float[] image, float[] kernel, int out, int y, int x) {
        double sum = 0;
        for (int in = 0; in < IN; in++) {
            for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
                int row = y + tap / KERNEL - 1;
                int column = x + tap % KERNEL - 1;
                if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) {
                    sum += image[(in * SIDE + row) * SIDE + column] * kernel[(out * IN + in) * KERNEL * KERNEL + tap];
                }
            }
        }
        return sum;
    }
}
