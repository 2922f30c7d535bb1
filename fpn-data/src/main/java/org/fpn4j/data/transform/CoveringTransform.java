package org.fpn4j.data.transform;

import java.util.List;
import org.fpn4j.core.detection.Box;

/**
 * Hides parts of a picture behind the ground, as where there is no picture. Objects of which {@code augmentation.min_visible} is
 * not left to be seen are dropped; those that are kept keep their whole box and mask.
 */
public non-sealed interface CoveringTransform extends Transform {
    /**
     * Draws rectangles, none where nothing is hidden; their edges are rounded to whole pixels.
     *
     * @param shown what of the input the picture has before any transform of the list, in pixels
     */
    List<Box> draw(Box shown, SampleRandom random);
}
