package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.data.image.PictureSource;

/**
 * One image and what is in it.
 *
 * @param id unique within the data set
 * @param fileName as the annotations spell it
 * @param source where its picture comes from
 * @param width true width in pixels
 * @param height true height in pixels
 */
public record ImageEntry(
        long id, String fileName, PictureSource source, int width, int height, List<Annotation> annotations) {
    public ImageEntry {
        requireNonNull(fileName, "fileName is null");
        requireNonNull(source, "source is null");
        annotations = List.copyOf(annotations);
    }
}
