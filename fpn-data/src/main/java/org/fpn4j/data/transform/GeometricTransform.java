package org.fpn4j.data.transform;

import org.fpn4j.core.detection.Box;
import org.fpn4j.data.mask.PixelMap;

/**
 * Moves a picture with its boxes and masks. The maps of all that are drawn are composed with resize and zoom, and the picture is
 * resampled once, from the original to the input.
 */
public non-sealed interface GeometricTransform extends Transform {
    /**
     * Draws where the pixels of the input go, {@link PixelMap#SAME} where they stay. The map needs an inverse; one that mirrors
     * exchanges {@code swap_classes}.
     *
     * @param shown what of the input the picture has before any transform of the list, in pixels
     */
    PixelMap draw(Box shown, SampleRandom random);
}
