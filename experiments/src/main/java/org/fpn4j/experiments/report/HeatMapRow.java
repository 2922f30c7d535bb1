package org.fpn4j.experiments.report;

import java.util.List;

/**
 * Heat maps of one image that belong beside each other.
 *
 * @param caption what they have in common: which variant or which level
 * @param pictures one for each level, finest first, or one for each size of the input
 */
public record HeatMapRow(String caption, List<NamedPicture> pictures) {
    public HeatMapRow {
        pictures = List.copyOf(pictures);
    }
}
