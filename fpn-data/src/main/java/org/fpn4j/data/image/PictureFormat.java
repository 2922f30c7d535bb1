package org.fpn4j.data.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/**
 * A file format of pictures. {@link PictureReader} finds formats by {@link java.util.ServiceLoader}, so one from outside is a
 * class with {@code @AutoService(PictureFormat.class)} and a constructor without arguments.
 *
 * <p>What is wrong with a file is an {@link IOException} whose message ends a sentence that begins with the file and "image
 * cannot be decoded"; the reader names the file. Other exceptions of a decoder become "it is damaged". Thread-safe.
 */
public interface PictureFormat {
    /** The most bytes of a file that it is recognised by. */
    int START_BYTES = 256;

    /** What people call it, unique among all formats: {@code PNG}. */
    String name();

    /** The ends of names that such files usually have, in small letters: {@code .png}. A folder's pictures are found by them. */
    List<String> endings();

    /**
     * Whether a file is of this format; its name says nothing.
     *
     * @param start its first {@link #START_BYTES}, fewer where it has no more
     */
    boolean recognises(byte[] start);

    /**
     * Reads no more than what stands before and between the pixels.
     *
     * @param stream at the file's start
     * @throws IOException where that is broken
     */
    PictureHeader header(ImageInputStream stream) throws IOException;

    /**
     * Looks at a file's content, and decodes no pixel: what the result says of itself decides whether any is decoded.
     *
     * @param file for messages about memory; a name alone where the content came another way
     * @throws IOException where the content is broken
     */
    EncodedPicture open(Path file, byte[] content) throws IOException;
}
