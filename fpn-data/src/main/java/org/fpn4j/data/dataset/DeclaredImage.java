package org.fpn4j.data.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * An image as annotations declare it.
 *
 * @param id unique within the data set
 * @param fileName as the annotations spell it
 * @param file where its picture should be
 * @param width 0 where none is declared, likewise the height
 * @param where for messages
 */
public record DeclaredImage(
        long id, String fileName, Path file, long width, long height, List<DeclaredBox> boxes, String where) {
    private static final long MOST_PIXELS = 1 << 20; // of a side

    public DeclaredImage {
        boxes = List.copyOf(boxes);
    }

    /** The declared size, where it is one that a picture can have. */
    Optional<PictureSize> size() {
        boolean possible = width > 0 && height > 0 && width <= MOST_PIXELS && height <= MOST_PIXELS;
        return possible ? Optional.of(new PictureSize((int) width, (int) height)) : Optional.empty();
    }

    /** What scoring sees where no picture fits: masks as they are declared. */
    public Reference.Image reference() {
        return new Reference.Image(
                id,
                fileName,
                boxes.stream().map(box -> box.entry(declared(box.mask()))).toList());
    }

    private Optional<ImageMask> declared(Optional<Segmentation> mask) {
        return size().filter(size -> (long) size.height() * size.width() <= Integer.MAX_VALUE)
                .flatMap(size -> mask.map(pixels -> new ImageMask(pixels, size.height(), size.width())));
    }

    /**
     * What scoring sees, boxes scaled.
     *
     * @param masks in pixels of the picture, as many as boxes
     */
    Reference.Image reference(double factorX, double factorY, List<Optional<ImageMask>> masks) {
        List<Reference.Entry> entries = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            entries.add(boxes.get(i).scaled(factorX, factorY).entry(masks.get(i)));
        }
        return new Reference.Image(id, fileName, entries);
    }
}
