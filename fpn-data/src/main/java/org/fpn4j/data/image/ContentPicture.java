package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

/**
 * A picture in memory, as a file would hold it. No part of it is written to a disk. Thread-safe.
 *
 * @param name what messages call it
 * @param content of any format that is known; not copied, only to be read
 */
public record ContentPicture(String name, byte[] content) implements PictureSource {
    public ContentPicture {
        requireNonNull(name, "name is null");
        requireNonNull(content, "content is null");
    }

    /**
     * What stands before its pixels.
     *
     * @throws org.fpn4j.config.problem.UserInputException naming the picture, if that is broken or of no format that is known
     */
    public PictureHeader header() {
        return new PictureReader().header(name, content);
    }

    /** The picture as people see it, turned as its EXIF data asks for. */
    @Override
    public Picture read() {
        return header().orientation().seen(new PictureReader().decode(name, content));
    }
}
