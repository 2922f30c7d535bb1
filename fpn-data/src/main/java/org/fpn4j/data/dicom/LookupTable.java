package org.fpn4j.data.dicom;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * A table of values (PS3.3, C.11.1.1 and C.11.2.1.1). What lies below the first value mapped has the first entry, what lies above
 * the last one the last. Entries have no sign, whatever the pixels have.
 *
 * @param first the value that the first entry is for
 * @param bits of an entry
 */
record LookupTable(int first, int[] entries, int bits) {
    private static final int DESCRIPTOR_WORDS = 3;
    private static final int MOST_ENTRIES = 1 << 16;

    /**
     * That of two elements.
     *
     * @param signed whether the value that the first entry is for has a sign
     * @param name for the message
     * @throws IOException where there are fewer entries than declared
     */
    static LookupTable of(DataSet set, int descriptorTag, int dataTag, boolean signed, String name) throws IOException {
        short[] descriptor = set.words(descriptorTag);
        if (descriptor.length < DESCRIPTOR_WORDS) {
            throw new IOException("its " + name + " has no descriptor");
        }
        int count = descriptor[0] == 0 ? MOST_ENTRIES : descriptor[0] & 0xFFFF;
        int first = signed ? descriptor[1] : descriptor[1] & 0xFFFF;
        int bits = descriptor[2] & 0xFFFF;
        if (bits < 1 || bits > Short.SIZE) {
            throw new IOException("its " + name + " has entries of bits[" + bits + "]");
        }
        return new LookupTable(first, entries(set, dataTag, count, bits, name), bits);
    }

    private static int[] entries(DataSet set, int tag, int count, int bits, String name) throws IOException {
        byte[] bytes = set.bytes(tag);
        int[] entries = new int[count];
        if (bytes.length >= 2 * count) {
            short[] words = set.words(tag);
            for (int i = 0; i < count; i++) {
                entries[i] = words[i] & 0xFFFF;
            }
        } else if (bits <= Byte.SIZE && bytes.length >= count) { // two a word
            boolean swapped = set.order() == ByteOrder.BIG_ENDIAN;
            for (int i = 0; i < count; i++) {
                entries[i] = bytes[swapped && (i ^ 1) < bytes.length ? i ^ 1 : i] & 0xFF;
            }
        } else {
            throw new IOException("its " + name + " has bytes[" + bytes.length + "] for entries[" + count + "]");
        }
        return entries;
    }

    /** The entry for a value. */
    int apply(double value) {
        double index = Math.floor(value) - first;
        return entries[(int) Math.max(0, Math.min(index, entries.length - 1))];
    }

    /** The largest entry that there can be. */
    int most() {
        return (1 << bits) - 1;
    }
}
