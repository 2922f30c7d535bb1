package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A picture in a file.
 *
 * @param orientation how its stored pixels are turned
 */
public record FilePicture(Path file, Orientation orientation) implements PictureSource {
    public FilePicture {
        requireNonNull(file, "file is null");
        requireNonNull(orientation, "orientation is null");
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Picture read() {
        return orientation.seen(new PictureReader().read(file));
    }
}
