package org.fpn4j.core.weights;

/** IEEE 754 half precision: a sign, five bits of exponent, ten of mantissa. Every value of it is a {@code float}. */
public final class HalfPrecision {
    private HalfPrecision() {}

    /** The number that the bits stand for. */
    public static float toFloat(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Math.scalb(1 + mantissa / 1024f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
