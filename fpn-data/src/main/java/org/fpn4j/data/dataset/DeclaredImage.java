package org.fpn4j.data.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * An image as annotations declare it.
 *
 * @param file where its picture should be
 * @param width 0 where none is declared, likewise the height
 * @param where for messages
 */
record DeclaredImage(
        long id, String fileName, Path file, long width, long height, List<DeclaredBox> boxes, String where) {
    DeclaredImage {
        boxes = List.copyOf(boxes);
    }

    /** What scoring sees, boxes scaled. */
    Reference.Image reference(double factorX, double factorY) {
        return new Reference.Image(
                id,
                fileName,
                boxes.stream().map(box -> box.scaled(factorX, factorY).entry()).toList());
    }
}
