package org.fpn4j.experiments.report;

import java.util.List;

/**
 * One image of the validation set and what was found on it.
 *
 * @param caption which image
 * @param pictures ground truth, then one for each variant
 */
public record Example(String caption, List<NamedPicture> pictures) {
    public Example {
        pictures = List.copyOf(pictures);
    }
}
