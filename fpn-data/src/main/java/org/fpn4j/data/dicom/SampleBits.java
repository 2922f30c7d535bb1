package org.fpn4j.data.dicom;

import java.io.IOException;

/**
 * Where a sample lies in its cell (PS3.5, 8.1.1). Nothing is assumed of the other bits: overlays and rubbish are found there.
 *
 * @param allocated bits of a cell: 8 or 16; 1 where eight samples share a byte
 * @param stored bits of the sample
 * @param high the sample's highest bit, from 0
 * @param signed whether that is a sign
 */
record SampleBits(int allocated, int stored, int high, boolean signed) {
    static SampleBits of(DataSet set) throws IOException {
        int allocated = set.unsigned(Tag.BITS_ALLOCATED)
                .orElseThrow(() -> new IOException("it does not say how many bits are allocated"));
        if (allocated != 1 && allocated != 8 && allocated != 16) {
            throw new IOException("its Bits Allocated[" + allocated + "] are none of [1], [8] and [16]");
        }
        int stored = set.unsigned(Tag.BITS_STORED).orElse(allocated);
        int high = set.unsigned(Tag.HIGH_BIT).orElse(stored - 1);
        if (stored < 1 || high < stored - 1 || high >= allocated) {
            throw new IOException("its Bits Stored[" + stored + "] with High Bit[" + high
                    + "] do not lie in Bits Allocated[" + allocated + "]");
        }
        return new SampleBits(
                allocated, stored, high, set.unsigned(Tag.REPRESENTATION).orElse(0) == 1);
    }

    /** Samples that a decoder gave: they begin at bit 0. */
    SampleBits decoded() {
        return new SampleBits(allocated, stored, stored - 1, signed);
    }

    int bytesOfCell() {
        return allocated == 16 ? 2 : 1;
    }

    /** How many contents a cell can have. */
    int cells() {
        return 1 << (bytesOfCell() * Byte.SIZE);
    }

    /** The sample in a cell. */
    int value(int cell) {
        int bits = (cell >> (high + 1 - stored)) & ((1 << stored) - 1);
        boolean negative = signed && (bits >> (stored - 1)) == 1;
        return negative ? bits - (1 << stored) : bits;
    }

    /** The largest sample without a sign. */
    int most() {
        return (1 << stored) - 1;
    }
}
