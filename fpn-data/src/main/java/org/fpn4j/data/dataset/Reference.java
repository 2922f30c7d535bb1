package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.ImageMask;

/**
 * What the annotations of a split say, and what detections are scored against: every image, whether its picture can be
 * read or not, and every box, neither clipped nor dropped.
 *
 * @param images in the order of their ids
 * @param spacings of pixels by image id, where the annotations or the pictures know them
 */
public record Reference(List<Image> images, Map<Long, PixelSpacing> spacings) {
    /** Images whose pixels nobody measured. */
    public Reference(List<Image> images) {
        this(images, Map.of());
    }

    /**
     * One image and its objects in the order of the file.
     *
     * @param fileName as the annotations spell it
     */
    public record Image(long id, String fileName, List<Entry> entries) {
        public Image {
            requireNonNull(fileName, "fileName is null");
            entries = List.copyOf(entries);
        }
    }

    /**
     * One object, in pixels of the original picture.
     *
     * @param x left edge; width and height reach right and down from x, y
     * @param area square pixels by which scoring sorts sizes
     * @param mask where masks are read and the annotations have one
     */
    public record Entry(
            int categoryIndex,
            double x,
            double y,
            double width,
            double height,
            double area,
            ObjectKind kind,
            Optional<ImageMask> mask) {
        public Entry {
            requireNonNull(kind, "kind is null");
            requireNonNull(mask, "mask is null");
        }

        /** One of which the box alone is known. */
        public Entry(int categoryIndex, double x, double y, double width, double height, double area, ObjectKind kind) {
            this(categoryIndex, x, y, width, height, area, kind, Optional.empty());
        }
    }

    public Reference {
        images = List.copyOf(images);
        spacings = Map.copyOf(spacings);
    }

    /** The reference of images whose annotations are all that there is. */
    public static Reference of(List<ImageEntry> images) {
        List<Image> all = new ArrayList<>();
        for (ImageEntry image : images) {
            List<Entry> entries = new ArrayList<>();
            for (Annotation annotation : image.annotations()) {
                Box box = annotation.box();
                entries.add(new Entry(
                        annotation.categoryIndex(),
                        box.x1(),
                        box.y1(),
                        (double) box.x2() - box.x1(),
                        (double) box.y2() - box.y1(),
                        annotation.area(),
                        annotation.kind(),
                        annotation.mask().map(mask -> new ImageMask(mask, image.height(), image.width()))));
            }
            all.add(new Image(image.id(), image.fileName(), entries));
        }
        return new Reference(all);
    }
}
