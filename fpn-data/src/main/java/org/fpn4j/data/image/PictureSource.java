package org.fpn4j.data.image;

/** Where the picture of an image comes from: a file, or a generator that draws it when asked. Thread-safe. */
public interface PictureSource {
    /** What messages call it: the path of a file, the index of a generated picture. */
    String name();

    /**
     * Decodes or draws the picture, the same one each time.
     *
     * @throws org.fpn4j.config.problem.UserInputException naming the source, if it is missing or broken
     */
    Picture read();
}
