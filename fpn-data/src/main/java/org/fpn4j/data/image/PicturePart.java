package org.fpn4j.data.image;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.problem.UserInputException;

/**
 * A rectangle of a picture, at its own pixels. Who wants several of one picture decodes it once ({@code PictureCache} does).
 *
 * @param whole where the picture comes from
 * @param wholeSize of the picture when its data set was opened
 * @param left first column
 * @param top first row
 * @param size of the rectangle, which lies within the picture
 */
public record PicturePart(PictureSource whole, PictureSize wholeSize, int left, int top, PictureSize size)
        implements PictureSource {
    public PicturePart {
        requireNonNull(whole, "whole is null");
        if (left < 0
                || top < 0
                || size.width() < 1
                || size.height() < 1
                || left + size.width() > wholeSize.width()
                || top + size.height() > wholeSize.height()) {
            throw new IllegalArgumentException(
                    "part[" + size + " at " + left + ", " + top + "] must lie within " + wholeSize);
        }
    }

    @Override
    public String name() {
        return whole.name() + ", tile at " + left + ", " + top;
    }

    /**
     * Checks that a picture is the one that the rectangle was laid in.
     *
     * @throws UserInputException where it has another size
     */
    public void requireSize(int width, int height) {
        if (width != wholeSize.width() || height != wholeSize.height()) {
            throw new UserInputException(
                    whole.name(),
                    "image has size[" + width + "x" + height + "], it had size[" + wholeSize.width() + "x"
                            + wholeSize.height() + "] when the data set was opened");
        }
    }

    @Override
    public Picture read() {
        return whole.read().part(this);
    }
}
