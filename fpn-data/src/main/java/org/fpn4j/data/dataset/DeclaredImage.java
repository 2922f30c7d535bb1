package org.fpn4j.data.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.image.PictureSize;

/**
 * An image as annotations declare it.
 *
 * @param file where its picture should be
 * @param width 0 where none is declared, likewise the height
 * @param where for messages
 */
record DeclaredImage(
        long id, String fileName, Path file, long width, long height, List<DeclaredBox> boxes, String where) {
    private static final long MOST_PIXELS = 1 << 20; // of a side

    DeclaredImage {
        boxes = List.copyOf(boxes);
    }

    /** The declared size, where it is one that a picture can have. */
    Optional<PictureSize> size() {
        boolean possible = width > 0 && height > 0 && width <= MOST_PIXELS && height <= MOST_PIXELS;
        return possible ? Optional.of(new PictureSize((int) width, (int) height)) : Optional.empty();
    }

    /** What scoring sees, boxes scaled. */
    Reference.Image reference(double factorX, double factorY) {
        return new Reference.Image(
                id,
                fileName,
                boxes.stream().map(box -> box.scaled(factorX, factorY).entry()).toList());
    }
}
