package org.fpn4j.experiments.audit;

import java.util.Optional;

/** Compares the bits of a tensor of two trainings, stretch by stretch. */
final class TensorComparison {
    private final Told tensor;
    private long seen;
    private long differing;
    private long first = -1;
    private float one;
    private float other;
    private double absolute;
    private double relative;
    private double largest; // magnitude of all that is finite
    private long ulps;

    TensorComparison(Told tensor) {
        this.tensor = tensor;
    }

    /** The next values of both. */
    void add(float[] ofOne, float[] ofOther, int count) {
        for (int i = 0; i < count; i++) {
            float a = ofOne[i];
            float b = ofOther[i];
            largest = Math.max(largest, Math.max(finite(a), finite(b)));
            if (Float.floatToRawIntBits(a) != Float.floatToRawIntBits(b)) {
                note(seen + i, a, b);
            }
        }
        seen += count;
    }

    private static double finite(float value) {
        return Float.isFinite(value) ? Math.abs((double) value) : 0;
    }

    private void note(long index, float a, float b) {
        if (differing == 0) {
            first = index;
            one = a;
            other = b;
        }
        differing++;
        if (Float.isFinite(a) && Float.isFinite(b)) {
            double distance = Math.abs((double) a - b);
            absolute = Math.max(absolute, distance);
            relative = Math.max(relative, distance == 0 ? 0 : distance / Math.max(finite(a), finite(b)));
            ulps = Math.max(ulps, Math.abs(place(a) - place(b)));
        } else {
            absolute = Double.POSITIVE_INFINITY;
            relative = Double.POSITIVE_INFINITY;
            ulps = Long.MAX_VALUE;
        }
    }

    /** The place of a finite number among all of them; 0 and -0 are neighbours. */
    private static long place(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits >= 0 ? bits : -1L - (bits & Integer.MAX_VALUE);
    }

    /** Empty where all bits were the same. */
    Optional<Difference> difference() {
        if (differing == 0) {
            return Optional.empty();
        }
        double share = absolute == 0 ? 0 : absolute / largest;
        return Optional.of(new Difference(tensor, differing, absolute, relative, share, ulps, first, one, other));
    }
}
