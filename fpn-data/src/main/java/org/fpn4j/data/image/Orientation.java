package org.fpn4j.data.image;

import java.util.Optional;

/**
 * How stored pixels have to be turned to be what people see: the eight values of EXIF's tag 274 (EXIF 2.32, 4.6.4).
 * Constants say what is done to the stored picture, clockwise.
 */
public enum Orientation {
    UPRIGHT(1, false, false, false),
    MIRRORED(2, false, true, false),
    TURNED_180(3, false, true, true),
    FLIPPED(4, false, false, true),
    TRANSPOSED(5, true, false, false),
    TURNED_90(6, true, true, false),
    TRANSVERSED(7, true, true, true),
    TURNED_270(8, true, false, true);

    private final int tag;
    private final boolean swapsSides;
    private final boolean mirrorsColumns; // after the swap
    private final boolean mirrorsRows;

    Orientation(int tag, boolean swapsSides, boolean mirrorsColumns, boolean mirrorsRows) {
        this.tag = tag;
        this.swapsSides = swapsSides;
        this.mirrorsColumns = mirrorsColumns;
        this.mirrorsRows = mirrorsRows;
    }

    /** The orientation of a tag's value; empty for values that EXIF does not have. */
    static Optional<Orientation> ofTag(int tag) {
        for (Orientation orientation : values()) {
            if (orientation.tag == tag) {
                return Optional.of(orientation);
            }
        }
        return Optional.empty();
    }

    /** EXIF's number, 1 to 8. */
    public int tag() {
        return tag;
    }

    /** The size that people see. */
    public PictureSize seen(PictureSize stored) {
        return swapsSides ? stored.turned() : stored;
    }

    /** The picture that people see. */
    public Picture seen(Picture stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        PictureSize size = seen(new PictureSize(stored.width(), stored.height()));
        float[] planes = new float[stored.planes().length];
        int to = 0;
        for (int channel = 0; channel < stored.channels(); channel++) {
            for (int y = 0; y < size.height(); y++) {
                int row = mirrorsRows ? size.height() - 1 - y : y;
                for (int x = 0; x < size.width(); x++) {
                    int column = mirrorsColumns ? size.width() - 1 - x : x;
                    planes[to++] = swapsSides ? stored.at(channel, column, row) : stored.at(channel, row, column);
                }
            }
        }
        return new Picture(size.width(), size.height(), stored.channels(), planes);
    }
}
