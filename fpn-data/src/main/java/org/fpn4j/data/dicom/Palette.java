package org.fpn4j.data.dicom;

import java.io.IOException;

/** Red, green and blue of an index (PS3.3, C.7.6.3.1.5). */
record Palette(LookupTable red, LookupTable green, LookupTable blue) {
    static Palette of(DataSet set, boolean signed) throws IOException {
        if (set.bytes(Tag.SEGMENTED_PALETTE).length > 0) {
            throw new IOException("its palette is segmented, which is not read");
        }
        return new Palette(table(set, 0, signed), table(set, 1, signed), table(set, 2, signed));
    }

    private static LookupTable table(DataSet set, int channel, boolean signed) throws IOException {
        return LookupTable.of(set, Tag.PALETTE_DESCRIPTOR + channel, Tag.PALETTE_DATA + channel, signed, "palette");
    }

    /** Values in [0, 1] of a channel, 0 for red. */
    float value(int channel, int index) {
        LookupTable table = channel == 0 ? red : channel == 1 ? green : blue;
        return (float) table.apply(index) / table.most();
    }
}
