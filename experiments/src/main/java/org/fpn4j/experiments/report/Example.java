package org.fpn4j.experiments.report;

import java.util.List;

/**
 * One image of the validation set and what was found on it.
 *
 * @param caption which image
 * @param pictures one for each variant, with what is there and what was found
 */
public record Example(String caption, List<NamedPicture> pictures) {
    public Example {
        pictures = List.copyOf(pictures);
    }
}
