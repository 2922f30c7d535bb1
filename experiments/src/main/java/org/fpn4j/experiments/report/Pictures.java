package org.fpn4j.experiments.report;

import java.util.List;

/**
 * The pictures of a report.
 *
 * @param groups images with what was found on them
 * @param heatMaps what levels see
 */
public record Pictures(List<PictureGroup> groups, List<HeatMapRow> heatMaps) {
    /** A report without pictures. */
    public static final Pictures NONE = new Pictures(List.of(), List.of());

    public Pictures {
        groups = List.copyOf(groups);
        heatMaps = List.copyOf(heatMaps);
    }
}
