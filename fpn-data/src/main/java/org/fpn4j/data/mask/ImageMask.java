package org.fpn4j.data.mask;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.detection.ObjectMask;

/**
 * What one object covers of its image; pixels are made when they are asked for.
 *
 * @param height of the image
 * @param width of the image
 */
public record ImageMask(Segmentation segmentation, int height, int width) implements ObjectMask {
    public ImageMask {
        requireNonNull(segmentation, "segmentation is null");
    }

    /** The pixels as runs. */
    public RunLengthMask runs() {
        return segmentation.mask(height, width);
    }

    @Override
    public byte[] pixels() {
        return runs().pixels();
    }
}
