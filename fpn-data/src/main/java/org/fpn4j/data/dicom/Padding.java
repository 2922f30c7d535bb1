package org.fpn4j.data.dicom;

import java.util.OptionalInt;

/**
 * Stored values that are no part of the picture (PS3.3, C.7.5.1.1.2): from {@code least} to {@code most}, both included; none
 * where {@code least} is the larger.
 */
record Padding(int least, int most) {
    private static final Padding NONE = new Padding(1, 0);

    static Padding of(DataSet set, SampleBits bits) {
        OptionalInt value = set.unsigned(Tag.PADDING);
        if (value.isEmpty()) {
            return NONE;
        }
        int one = signed(value.getAsInt(), bits);
        int other = signed(set.unsigned(Tag.PADDING_LIMIT).orElse(value.getAsInt()), bits);
        return new Padding(Math.min(one, other), Math.max(one, other));
    }

    private static int signed(int word, SampleBits bits) {
        return bits.signed() ? (short) word : word;
    }

    boolean has(int stored) {
        return stored >= least && stored <= most;
    }
}
