package org.fpn4j.data.image;

import java.io.IOException;

/** The content of a picture's file, of which no pixel is decoded yet. Not thread-safe. */
public interface EncodedPicture extends AutoCloseable {
    /** The size of the stored pixels. */
    PictureSize size();

    /** 1 for grey, 3 for colour. */
    int channels();

    /** Bytes a pixel that are needed while it is decoded, beside the planes of floats. */
    int bytesOfPixel();

    /**
     * Decodes the pixels as they are stored.
     *
     * @throws IOException where they are broken
     */
    Picture decode() throws IOException;

    @Override
    void close();
}
