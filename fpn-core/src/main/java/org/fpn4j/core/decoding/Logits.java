package org.fpn4j.core.decoding;

/** Logits and the probabilities that they stand for. */
public final class Logits {
    private Logits() {}

    /** {@code 1 / (1 + e^-logit)}. */
    public static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    /** Whether all of the values from {@code offset} on are numbers. */
    public static boolean areFinite(float[] values, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (!Float.isFinite(values[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * A logit below which no probability is above the given one: lets a decoder skip most cells without an exponential.
     * A little lower than the exact logit, so that rounding decides nothing.
     */
    public static float floor(double probability) {
        if (probability <= 0) {
            return Float.NEGATIVE_INFINITY;
        }
        if (probability >= 1) {
            return Float.POSITIVE_INFINITY;
        }
        return (float) (Math.log(probability / (1 - probability)) - 1e-3);
    }
}
