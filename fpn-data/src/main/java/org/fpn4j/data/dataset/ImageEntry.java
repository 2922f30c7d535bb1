package org.fpn4j.data.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.data.image.FilePicture;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureReader;
import org.fpn4j.data.image.PictureSize;
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

    /**
     * A file as an image without annotations, turned as people see it.
     *
     * @throws org.fpn4j.config.problem.UserInputException where it is missing or broken
     */
    public static ImageEntry of(long id, Path file) {
        PictureHeader header = new PictureReader().header(file);
        PictureSize size = header.seen();
        return new ImageEntry(
                id,
                file.getFileName().toString(),
                new FilePicture(file, header.orientation()),
                size.width(),
                size.height(),
                List.of());
    }
}
