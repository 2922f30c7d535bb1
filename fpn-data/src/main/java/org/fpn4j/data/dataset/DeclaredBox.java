package org.fpn4j.data.dataset;

import java.util.Locale;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * A box as annotations declare it, in continuous pixels.
 *
 * @param id unique within the data set
 * @param categoryIndex index into the data set's categories
 * @param x left edge; width and height reach right and down from x, y, and may be anything that a file can say
 * @param area square pixels, NaN where none is declared
 * @param where for messages
 * @param mask as it is declared, where masks are read
 */
public record DeclaredBox(
        long id,
        int categoryIndex,
        double x,
        double y,
        double width,
        double height,
        double area,
        ObjectKind kind,
        String where,
        Optional<Segmentation> mask) {
    private static final double ROUNDING_PIXELS = 0.01; // annotations rounded to two decimals are no fault

    /** One of which the box alone is known. */
    public DeclaredBox(
            long id,
            int categoryIndex,
            double x,
            double y,
            double width,
            double height,
            double area,
            ObjectKind kind,
            String where) {
        this(id, categoryIndex, x, y, width, height, area, kind, where, Optional.empty());
    }

    Box box() {
        return new Box((float) x, (float) y, (float) (x + width), (float) (y + height));
    }

    boolean hasArea() {
        return x + width > x && y + height > y;
    }

    boolean hasNegativeSide() {
        return width < 0 || height < 0;
    }

    boolean reachesOver(PictureSize size) {
        return x < -ROUNDING_PIXELS || y < -ROUNDING_PIXELS || reachesOver(size, ROUNDING_PIXELS);
    }

    /** Whether it reaches over the right or lower edge by more than some pixels. */
    boolean reachesOver(PictureSize size, double pixels) {
        return x + width > size.width() + pixels || y + height > size.height() + pixels;
    }

    /** Itself, with an id and a class. */
    public DeclaredBox of(long ownId, int category) {
        return new DeclaredBox(ownId, category, x, y, width, height, area, kind, where, mask);
    }

    /** Its mask is as it was. */
    DeclaredBox scaled(double factorX, double factorY) {
        return new DeclaredBox(
                id,
                categoryIndex,
                x * factorX,
                y * factorY,
                width * factorX,
                height * factorY,
                area * factorX * factorY,
                kind,
                where,
                mask);
    }

    /** @param ofMask in pixels of the picture */
    Reference.Entry entry(Optional<ImageMask> ofMask) {
        return new Reference.Entry(
                categoryIndex, x, y, width, height, Double.isNaN(area) ? width * height : area, kind, ofMask);
    }

    /** Its corners. */
    String text() {
        return String.format(
                Locale.ROOT, "%s, %s, %s, %s", number(x), number(y), number(x + width), number(y + height));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
    }
}
