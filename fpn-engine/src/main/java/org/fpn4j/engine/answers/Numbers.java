package org.fpn4j.engine.answers;

/** Numbers to compute with: scattered, the same every time, and exact in every precision. */
final class Numbers {
    private Numbers() {}

    private static int scattered(int index, int salt, int count) {
        long mixed = (index + 1L) * 0x9E3779B97F4A7C15L + salt * 0xD1B54A32D192ED03L;
        mixed ^= mixed >>> 29;
        mixed *= 0xBF58476D1CE4E5B9L;
        return (int) ((mixed >>> 33) % count);
    }

    /** Whole numbers between two, both included. */
    static float[] whole(long count, int salt, int least, int most) {
        float[] numbers = new float[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = least + scattered(i, salt, most - least + 1);
        }
        return numbers;
    }

    /** Eighths between two whole numbers. */
    static float[] eighths(long count, int salt, int least, int most) {
        float[] numbers = whole(count, salt, 8 * least, 8 * most);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= 8;
        }
        return numbers;
    }

    /** The numbers below a count in some order; the count is no multiple of 101. */
    static float[] different(long count) {
        float[] numbers = new float[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (i * 101L % count);
        }
        return numbers;
    }
}
