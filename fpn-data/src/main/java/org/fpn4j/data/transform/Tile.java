package org.fpn4j.data.transform;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.mask.PixelMap;

/**
 * A picture in the part of an input that it has.
 *
 * @param image whose picture it is
 * @param placement of the whole picture, before it is moved
 * @param moved where its pixels of the input go
 * @param part of the input that it has, in whole pixels
 * @param cover what is hidden of the part
 * @param random what its light is drawn by
 * @param draws of its transforms
 */
record Tile(
        ImageEntry image,
        Placement placement,
        PixelMap moved,
        Box part,
        Cover cover,
        SampleRandom random,
        Draws draws) {
    Tile {
        requireNonNull(image, "image is null");
        requireNonNull(placement, "placement is null");
        requireNonNull(moved, "moved is null");
        requireNonNull(part, "part is null");
        requireNonNull(cover, "cover is null");
        requireNonNull(random, "random is null");
        requireNonNull(draws, "draws is null");
    }

    /**
     * A picture with what is drawn of its transforms.
     *
     * @param random from which its placement was drawn
     */
    static Tile of(
            ImageEntry image,
            Placement placement,
            Box part,
            SampleRandom random,
            Draws draws,
            DrawnTransforms transforms) {
        Box shown = common(placement.box(), part);
        PixelMap moved = transforms.map(shown, draws);
        Cover cover = Cover.of(transforms.covered(shown, draws), part);
        boolean isShifted = moved.keepsAxes()
                && moved.scaleX() == 1
                && moved.scaleY() == 1
                && moved.offsetX() == Math.rint(moved.offsetX())
                && moved.offsetY() == Math.rint(moved.offsetY());
        if (!isShifted) {
            return new Tile(image, placement, moved, part, cover, random, draws);
        }
        Placement shifted =
                placement.at(placement.left() + (int) moved.offsetX(), placement.top() + (int) moved.offsetY());
        return new Tile(image, shifted, PixelMap.SAME, part, cover, random, draws);
    }

    /** Whether its rows of pixels do not simply come from rows of the picture. */
    boolean isTurned() {
        return !moved.equals(PixelMap.SAME);
    }

    /** From the image's pixels to those of the input. */
    Geometry geometry() {
        Geometry placed = placement.geometry(image.width(), image.height());
        return isTurned() ? new Geometry(moved.after(placed.map()), image.width(), image.height()) : placed;
    }

    /** Whether left and right are exchanged. */
    boolean isMirrored() {
        return geometry().map().determinant() < 0;
    }

    /** What of a box lies in its part. */
    Box visible(Box box) {
        return new Box(
                Math.max(part.x1(), Math.min(box.x1(), part.x2())),
                Math.max(part.y1(), Math.min(box.y1(), part.y2())),
                Math.max(part.x1(), Math.min(box.x2(), part.x2())),
                Math.max(part.y1(), Math.min(box.y2(), part.y2())));
    }

    /** What of the input it paints, in whole pixels; without area where nothing of the picture is to be seen. */
    Box painted() {
        if (!isTurned()) {
            return common(placement.box(), part);
        }
        Box extent = geometry().toInput(new Box(0, 0, image.width(), image.height()));
        Box whole = new Box(
                (float) Math.floor(extent.x1()),
                (float) Math.floor(extent.y1()),
                (float) Math.ceil(extent.x2()),
                (float) Math.ceil(extent.y2()));
        return common(whole, part);
    }

    private static Box common(Box one, Box other) {
        return new Box(
                Math.max(one.x1(), other.x1()),
                Math.max(one.y1(), other.y1()),
                Math.min(one.x2(), other.x2()),
                Math.min(one.y2(), other.y2()));
    }
}
