package org.fpn4j.heads.anchor;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;

/**
 * Anchors of a dense head (arXiv:1708.02002v2, section 4): every cell has one box for each aspect ratio and each scale
 * of an octave. With {@code s} scales per octave the square anchors of a level have sides {@code scale * stride * 2^(i /
 * s)}, {@code i = 0 .. s - 1}; a ratio {@code r} keeps the area and makes {@code height / width = r}. The stride of sizes
 * is {@code 2^level} whatever the steps between anchors are, but for {@code stride: fraction}, where it is the step of each
 * axis. Sides may also be given in pixels ({@code sizes}), and shapes as width and height ({@code sides}).
 *
 * <pre>
 *                torchvision   mmdetection   detectron2   EfficientDet
 * aspect_ratios  0.5, 1, 2     0.5, 1, 2     0.5, 1, 2    1, 0.5, 2
 * order          by_ratio      by_ratio      by_size      by_size
 * size_rounding  floor         none          none         none
 * cell_rounding  round         none          none         none
 * center_offset  0             0             0            0.5
 * stride         grid          fixed         fixed        fraction
 * </pre>
 *
 * <p>EfficientDet's long anchors are 1.4 and 0.7 times as long as the square, 1 % less than the roots of 2 and 0.5: {@code
 * sides: [1.0, 1.0, 1.4, 0.7, 0.7, 1.4]}.
 *
 * @param scale side of the smallest square anchor, in strides: 4 is 32 pixels at stride 8
 * @param scalesPerOctave sizes per level
 * @param sizes sides of the square anchors in pixels, level after level, the finest first, as many of each as it has sizes;
 *     empty for those that the scale gives
 * @param aspectRatios height over width
 * @param sides width and height of each shape in sides of the square, pair after pair; empty for those that the aspect
 *     ratios give
 * @param order of the anchors of a cell
 * @param sizeRounding of the side
 * @param cellRounding of the corners around the point
 * @param centerOffset of the first anchor's centre, in steps
 * @param stride steps between anchors
 */
public record AnchorConfig(
        @Range(min = 0, max = 1000, aboveMin = true) double scale,
        @Range(min = 1, max = 20) int scalesPerOctave,
        @Count(max = 280) @Range(min = 0, max = 1e6, aboveMin = true) List<Double> sizes,
        @Count(min = 1, max = 20) @Range(min = 0, max = 1000, aboveMin = true) List<Double> aspectRatios,
        @Count(max = 40) @Range(min = 0, max = 1000, aboveMin = true) List<Double> sides,
        AnchorOrder order,
        SizeRounding sizeRounding,
        CellRounding cellRounding,
        @Range(min = 0, max = 1) double centerOffset,
        GridStride stride) {

    /** torchvision's anchors. */
    public AnchorConfig() {
        this(
                4,
                3,
                List.of(),
                List.of(0.5, 1.0, 2.0),
                List.of(),
                AnchorOrder.BY_RATIO,
                SizeRounding.FLOOR,
                CellRounding.ROUND,
                0,
                GridStride.GRID);
    }

    /** Anchors by scale and aspect ratio. */
    public AnchorConfig(
            double scale,
            int scalesPerOctave,
            List<Double> aspectRatios,
            AnchorOrder order,
            SizeRounding sizeRounding,
            CellRounding cellRounding,
            double centerOffset,
            GridStride stride) {
        this(
                scale,
                scalesPerOctave,
                List.of(),
                aspectRatios,
                List.of(),
                order,
                sizeRounding,
                cellRounding,
                centerOffset,
                stride);
    }

    public AnchorConfig {
        sizes = List.copyOf(sizes);
        aspectRatios = List.copyOf(aspectRatios);
        sides = List.copyOf(sides);
        requireNonNull(order, "order is null");
        FieldChecks.of(AnchorConfig.class)
                .bounds("scale", scale)
                .bounds("scalesPerOctave", scalesPerOctave)
                .bounds("sizes", sizes)
                .bounds("aspectRatios", aspectRatios)
                .bounds("sides", sides)
                .require(sides.size() % 2 == 0, "sides", text(sides), "must be pairs of width and height")
                .bounds("centerOffset", centerOffset)
                .done();
    }

    /** Anchors per cell. */
    public int perCell() {
        return shapes() * scalesPerOctave;
    }

    private int shapes() {
        return sides.isEmpty() ? aspectRatios.size() : sides.size() / 2;
    }

    /**
     * Checks that there are sizes for every level, where they are given.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where there are not
     */
    public void check(PyramidSpec pyramid) {
        int wanted = scalesPerOctave * pyramid.levels().size();
        new FieldChecks()
                .require(
                        sizes.isEmpty() || sizes.size() == wanted,
                        "anchors.sizes",
                        text(sizes),
                        "must be empty or scales_per_octave[" + scalesPerOctave + "] for each of levels"
                                + pyramid.names() + ", that is " + wanted)
                .done();
    }

    private static String text(List<Double> numbers) {
        return numbers.toString().replaceAll("[\\[\\]]", "");
    }

    /**
     * Corners {@code x1, y1, x2, y2} around the point of a cell, {@link #perCell} times.
     *
     * @param index of the level, 0 for the finest
     */
    public float[] cellAnchors(LevelGrid level, int index) {
        float strideX = stride == GridStride.FRACTION ? level.stepX() : level.stride();
        float strideY = stride == GridStride.FRACTION ? level.stepY() : level.stride();
        float[] corners = new float[4 * perCell()];
        for (int shape = 0; shape < shapes(); shape++) {
            float tall = tall(shape);
            float wide = sides.isEmpty() ? 1 / tall : sides.get(2 * shape).floatValue();
            for (int size = 0; size < scalesPerOctave; size++) {
                float right = round(wide * side(strideX, index, size) / 2);
                float bottom = round(tall * side(strideY, index, size) / 2);
                int place = order == AnchorOrder.BY_RATIO ? shape * scalesPerOctave + size : size * shapes() + shape;
                corners[4 * place] = -right;
                corners[4 * place + 1] = -bottom;
                corners[4 * place + 2] = right;
                corners[4 * place + 3] = bottom;
            }
        }
        return corners;
    }

    /** The anchors of all levels. */
    public AnchorGrid grid(PyramidSpec pyramid, HeadInputs inputs) {
        check(pyramid);
        List<LevelGrid> levels = new PointConfig(centerOffset, OffsetRounding.NONE, stride).grids(pyramid, inputs);
        return new AnchorGrid(levels, level -> cellAnchors(level, levels.indexOf(level)));
    }

    private float tall(int shape) {
        return sides.isEmpty()
                ? (float) Math.sqrt(aspectRatios.get(shape).floatValue())
                : sides.get(2 * shape + 1).floatValue();
    }

    private float side(float levelStride, int index, int step) {
        double side = sizes.isEmpty()
                ? scale * levelStride * Math.pow(2, (double) step / scalesPerOctave)
                : sizes.get(index * scalesPerOctave + step);
        return (float) (sizeRounding == SizeRounding.FLOOR ? Math.floor(side) : side);
    }

    private float round(float half) {
        return cellRounding == CellRounding.ROUND ? (float) Math.rint(half) : half;
    }

    /** The same with another {@code scale}. */
    public AnchorConfig withScale(double scale) {
        return RecordCopy.with(this, "scale", scale);
    }

    /** The same with another {@code scalesPerOctave}. */
    public AnchorConfig withScalesPerOctave(int scalesPerOctave) {
        return RecordCopy.with(this, "scalesPerOctave", scalesPerOctave);
    }

    /** The same with another {@code sizes}. */
    public AnchorConfig withSizes(List<Double> sizes) {
        return RecordCopy.with(this, "sizes", sizes);
    }

    /** The same with another {@code aspectRatios}. */
    public AnchorConfig withAspectRatios(List<Double> aspectRatios) {
        return RecordCopy.with(this, "aspectRatios", aspectRatios);
    }

    /** The same with another {@code sides}. */
    public AnchorConfig withSides(List<Double> sides) {
        return RecordCopy.with(this, "sides", sides);
    }

    /** The same with another {@code order}. */
    public AnchorConfig withOrder(AnchorOrder order) {
        return RecordCopy.with(this, "order", order);
    }

    /** The same with another {@code sizeRounding}. */
    public AnchorConfig withSizeRounding(SizeRounding sizeRounding) {
        return RecordCopy.with(this, "sizeRounding", sizeRounding);
    }

    /** The same with another {@code cellRounding}. */
    public AnchorConfig withCellRounding(CellRounding cellRounding) {
        return RecordCopy.with(this, "cellRounding", cellRounding);
    }

    /** The same with another {@code centerOffset}. */
    public AnchorConfig withCenterOffset(double centerOffset) {
        return RecordCopy.with(this, "centerOffset", centerOffset);
    }

    /** The same with another {@code stride}. */
    public AnchorConfig withStride(GridStride stride) {
        return RecordCopy.with(this, "stride", stride);
    }
}
