package org.fpn4j.data.loading;

import java.util.Arrays;
import java.util.Optional;

/**
 * Values of which there are few: each once, and which of them stands where. So are those of 16 bits that a window or a table of
 * a DICOM file made other ones of.
 *
 * @param places of values, as unsigned numbers
 * @param values at most 65536
 */
record IndexedValues(short[] places, float[] values) {
    private static final int MOST = 1 << Short.SIZE;
    private static final int SLOT_BITS = Short.SIZE + 2; // a quarter of the slots is taken at most
    private static final int GOLDEN =
            0x9E3779B9; // spreads bits (Knuth, The Art of Computer Programming 3, section 6.4)

    /** Empty where there are too many values, or it would take no less than they do. */
    static Optional<IndexedValues> of(float[] all) {
        int[] slots = new int[1 << SLOT_BITS]; // a value's place and one, or 0
        float[] values = new float[MOST];
        short[] places = new short[all.length];
        int count = 0;
        for (int i = 0; i < all.length; i++) {
            int bits = Float.floatToRawIntBits(all[i]);
            int slot = (bits * GOLDEN) >>> (Integer.SIZE - SLOT_BITS);
            while (slots[slot] != 0 && Float.floatToRawIntBits(values[slots[slot] - 1]) != bits) {
                slot = (slot + 1) & (slots.length - 1);
            }
            if (slots[slot] == 0) {
                if (count == MOST) {
                    return Optional.empty();
                }
                values[count++] = all[i];
                slots[slot] = count;
            }
            places[i] = (short) (slots[slot] - 1);
        }
        IndexedValues indexed = new IndexedValues(places, Arrays.copyOf(values, count));
        return Optional.of(indexed).filter(found -> found.bytes() < (long) Float.BYTES * all.length);
    }

    long bytes() {
        return (long) Short.BYTES * places.length + (long) Float.BYTES * values.length;
    }

    float at(int place) {
        return values[places[place] & 0xFFFF];
    }
}
