package org.fpn4j.experiments.report;

import java.util.List;

/**
 * What each level of a detector sees of one image at inputs of several sizes.
 *
 * @param name of the experiment
 * @param image its file and size
 * @param weights the file that they come from
 * @param proportions how a size became an input, and an image a part of it
 * @param sizes in the order of the pictures
 * @param parts of the detector with a row for each level
 */
public record SizesReport(
        String name,
        String command,
        String image,
        String weights,
        String proportions,
        List<Size> sizes,
        List<Part> parts) {
    /**
     * One input, heights before widths.
     *
     * @param picture pixels of it that the image covers
     * @param scale from the image to the input
     */
    public record Size(String input, String picture, String scale) {}

    /**
     * Backbone or pyramid.
     *
     * @param levels finest first, each with a picture for every size
     */
    public record Part(String title, List<HeatMapRow> levels) {
        public Part {
            levels = List.copyOf(levels);
        }
    }

    public SizesReport {
        sizes = List.copyOf(sizes);
        parts = List.copyOf(parts);
    }
}
