package org.fpn4j.data.transform;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;

/**
 * A picture in the part of an input that it has.
 *
 * @param image whose picture it is
 * @param placement of the whole picture
 * @param left column of the input where its part begins
 * @param top row where its part begins
 * @param right column after its part
 * @param bottom row after its part
 * @param random what its light is drawn by
 */
record Tile(ImageEntry image, Placement placement, int left, int top, int right, int bottom, SampleRandom random) {
    /** A picture that has the whole input. */
    static Tile whole(ImageEntry image, Placement placement, InputSize input, SampleRandom random) {
        return new Tile(image, placement, 0, 0, input.width(), input.height(), random);
    }

    /** From the image's pixels to those of the input. */
    Geometry geometry() {
        return placement.geometry(image.width(), image.height());
    }

    /** What of a box lies in its part. */
    Box visible(Box box) {
        return new Box(
                Math.max(left, Math.min(box.x1(), right)),
                Math.max(top, Math.min(box.y1(), bottom)),
                Math.max(left, Math.min(box.x2(), right)),
                Math.max(top, Math.min(box.y2(), bottom)));
    }

    /** The first column of the input that it paints. */
    int firstColumn() {
        return Math.max(left, placement.left());
    }

    /** The first row that it paints. */
    int firstRow() {
        return Math.max(top, placement.top());
    }

    /** Columns that it paints. */
    int columns() {
        return Math.min(right, placement.left() + placement.width()) - firstColumn();
    }

    /** Rows that it paints. */
    int rows() {
        return Math.min(bottom, placement.top() + placement.height()) - firstRow();
    }
}
