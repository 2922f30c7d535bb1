package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** A picture in a PNG or JPEG file. */
public record FilePicture(Path file) implements PictureSource {
    public FilePicture {
        requireNonNull(file, "file is null");
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Picture read() {
        return new PictureReader().read(file);
    }
}
