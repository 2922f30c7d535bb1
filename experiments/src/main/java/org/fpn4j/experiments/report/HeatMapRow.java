package org.fpn4j.experiments.report;

import java.util.List;

/**
 * The heat maps of one variant on one image.
 *
 * @param caption which variant, which image
 * @param pictures one for each level, finest first
 */
public record HeatMapRow(String caption, List<NamedPicture> pictures) {
    public HeatMapRow {
        pictures = List.copyOf(pictures);
    }
}
