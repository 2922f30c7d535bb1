package org.fpn4j.data.image;

/** Width and height in pixels. */
public record PictureSize(int width, int height) {
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("picture size[" + width + "x" + height + "] must be at least 1x1");
        }
    }

    /** The size after a quarter turn. */
    public PictureSize turned() {
        return new PictureSize(/* width= */ height, /* height= */ width);
    }

    /** {@code 640x480}. */
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
