package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A box that shows what is suspicious.
 *
 * @param fileName of its image, as the annotations spell it
 * @param category name of its class
 * @param x left edge, in pixels of the picture; width and height reach right and down from x, y
 */
public record Evidence(String fileName, String category, double x, double y, double width, double height) {
    public Evidence {
        requireNonNull(fileName, "fileName is null");
        requireNonNull(category, "category is null");
    }

    static Evidence of(SurveyedObject object, String category) {
        var box = object.annotation().box();
        return new Evidence(object.image().fileName(), category, box.x1(), box.y1(), box.width(), box.height());
    }

    /** {@code 17.png: nodule at 10, 20, 4 x 5 pixels}. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s: %s at %s, %s, %s x %s pixels",
                fileName,
                category,
                number(x),
                number(y),
                number(width),
                number(height));
    }

    /** As many decimals as a person needs: none of whole numbers, more of small ones. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
