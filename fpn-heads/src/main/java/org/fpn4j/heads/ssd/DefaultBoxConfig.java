package org.fpn4j.heads.ssd;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * The default boxes of SSD (Liu et al., arXiv:1512.02325v5, section 2.2; torchvision's generator). Sides are shares of the
 * image's. A cell has a square of the level's scale {@code s_k}, one of {@code sqrt(s_k s_(k+1))}, and for each ratio {@code a} a
 * box of {@code s_k sqrt(a)} by {@code s_k / sqrt(a)} and the same lying down.
 *
 * @param aspectRatios of each level, finest first; empty for 2 and 3 on all
 * @param scales of each level and one more; empty for even steps from the least to the largest, then 1
 * @param minScale of the finest level; only without {@code scales}
 * @param maxScale of the coarsest level; only without {@code scales}
 * @param steps pixels between the cells of each level; empty for image size over level size
 * @param clip whether sides are at most the image's
 */
public record DefaultBoxConfig(
        @Count(max = 14) List<List<Double>> aspectRatios,
        @Count(max = 15) @Range(min = 0, max = 100, aboveMin = true) List<Double> scales,
        @Range(min = 0, max = 1, aboveMin = true) double minScale,
        @Range(min = 0, max = 1, aboveMin = true) double maxScale,
        @Count(max = 14) @Range(min = 0, max = 1e6, aboveMin = true) List<Double> steps,
        boolean clip) {
    private static final List<Double> USUAL_RATIOS = List.of(2.0, 3.0);

    /** Fits every pyramid. */
    public DefaultBoxConfig() {
        this(List.of(), List.of(), 0.15, 0.9, List.of(), true);
    }

    public DefaultBoxConfig {
        aspectRatios = aspectRatios.stream().map(List::copyOf).toList();
        scales = List.copyOf(scales);
        steps = List.copyOf(steps);
        FieldChecks checks = FieldChecks.of(DefaultBoxConfig.class).bounds("aspectRatios", aspectRatios);
        for (int i = 0; i < aspectRatios.size(); i++) {
            List<Double> ratios = aspectRatios.get(i);
            checks.require(
                    ratios.size() <= 20 && ratios.stream().allMatch(ratio -> ratio > 0 && ratio <= 1000),
                    "aspectRatios[" + i + "]",
                    text(ratios),
                    "must be at most 20 numbers > 0 and <= 1000");
        }
        checks.bounds("scales", scales)
                .bounds("minScale", minScale)
                .bounds("maxScale", maxScale)
                .require(minScale <= maxScale, "maxScale", maxScale, "must not be below min_scale[" + minScale + "]")
                .bounds("steps", steps)
                .done();
    }

    /**
     * Checks that every level has what is given for levels.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where one has not, or there are more
     */
    void check(PyramidSpec pyramid) {
        int levels = pyramid.levels().size();
        String each = "must be empty or one for each of the levels" + pyramid.names();
        new FieldChecks()
                .require(
                        aspectRatios.isEmpty() || aspectRatios.size() == levels,
                        "defaultBoxes.aspectRatios",
                        text(aspectRatios),
                        each)
                .require(
                        scales.isEmpty() || scales.size() == levels + 1,
                        "defaultBoxes.scales",
                        text(scales),
                        each + " and one more")
                .require(steps.isEmpty() || steps.size() == levels, "defaultBoxes.steps", text(steps), each)
                .done();
    }

    private static String text(List<?> values) {
        return values.toString().replaceAll("^\\[|\\]$", "");
    }

    /** Boxes in each cell of a level, 0 for the finest. */
    public int perCell(int level) {
        return 2 + 2 * ratios(level).size();
    }

    private List<Double> ratios(int level) {
        return aspectRatios.isEmpty() ? USUAL_RATIOS : aspectRatios.get(level);
    }

    /** The scale of a level, and of the one above the last, of so many. */
    private double scale(int level, int levels) {
        if (!scales.isEmpty()) {
            return scales.get(level);
        }
        if (levels == 1) {
            return level == 0 ? minScale : maxScale;
        }
        return level == levels ? 1 : minScale + (maxScale - minScale) * level / (levels - 1);
    }

    /** Widths and heights of a cell's boxes as shares of the image's, in float32 as torchvision has them. */
    private float[] sides(int level, int levels) {
        double own = scale(level, levels);
        double between = Math.sqrt(own * scale(level + 1, levels));
        List<Double> sides = new ArrayList<>(List.of(own, own, between, between));
        for (double ratio : ratios(level)) {
            double root = Math.sqrt(ratio);
            sides.addAll(List.of(own * root, own / root, own / root, own * root));
        }
        float[] shares = new float[sides.size()];
        for (int i = 0; i < shares.length; i++) {
            float share = (float) sides.get(i).doubleValue();
            shares[i] = clip ? Math.min(share, 1) : share;
        }
        return shares;
    }

    /** Index after each level's last box. */
    public List<Integer> ends(List<Shape> levels) {
        List<Integer> ends = new ArrayList<>();
        int end = 0;
        for (int level = 0; level < levels.size(); level++) {
            Shape shape = levels.get(level);
            end = Math.addExact(end, Math.multiplyExact(perCell(level), shape.height() * shape.width()));
            ends.add(end);
        }
        return ends;
    }

    /**
     * Corners {@code x1, y1, x2, y2} in pixels of box after box: finest level first, within a level row-major over y, x, then
     * the boxes of a cell.
     *
     * @param levels {@code [N, C, H, W]} of each level
     */
    public float[] boxes(List<Shape> levels, int imageHeight, int imageWidth) {
        List<Integer> ends = ends(levels);
        float[] corners = new float[4 * ends.get(ends.size() - 1)];
        int next = 0;
        for (int level = 0; level < levels.size(); level++) {
            float[] sides = sides(level, levels.size());
            int height = levels.get(level).height();
            int width = levels.get(level).width();
            double rows = steps.isEmpty() ? height : imageHeight / steps.get(level);
            double columns = steps.isEmpty() ? width : imageWidth / steps.get(level);
            for (int cell = 0; cell < height * width; cell++) {
                float x = (cell % width + 0.5f) / (float) columns;
                int row = cell / width;
                float y = (row + 0.5f) / (float) rows;
                for (int side = 0; side < sides.length; side += 2) {
                    corners[next++] = (x - 0.5f * sides[side]) * imageWidth;
                    corners[next++] = (y - 0.5f * sides[side + 1]) * imageHeight;
                    corners[next++] = (x + 0.5f * sides[side]) * imageWidth;
                    corners[next++] = (y + 0.5f * sides[side + 1]) * imageHeight;
                }
            }
        }
        return corners;
    }
}
