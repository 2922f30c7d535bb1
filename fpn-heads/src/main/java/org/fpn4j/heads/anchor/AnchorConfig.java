package org.fpn4j.heads.anchor;

import static java.util.Objects.requireNonNull;

import java.util.List;
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
 * axis.
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
 * <p>Differs from EfficientDet, whose long anchors are 1.4 and 0.7 times as long as the square, 1 % less than the roots of
 * 2 and 0.5.
 *
 * @param scale side of the smallest square anchor, in strides: 4 is 32 pixels at stride 8
 * @param scalesPerOctave sizes per level
 * @param aspectRatios height over width
 * @param order of the anchors of a cell
 * @param sizeRounding of the side
 * @param cellRounding of the corners around the point
 * @param centerOffset of the first anchor's centre, in steps
 * @param stride steps between anchors
 */
public record AnchorConfig(
        @Range(min = 0, max = 1000, aboveMin = true) double scale,
        @Range(min = 1, max = 20) int scalesPerOctave,
        @Count(min = 1, max = 20) @Range(min = 0, max = 1000, aboveMin = true) List<Double> aspectRatios,
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
                List.of(0.5, 1.0, 2.0),
                AnchorOrder.BY_RATIO,
                SizeRounding.FLOOR,
                CellRounding.ROUND,
                0,
                GridStride.GRID);
    }

    public AnchorConfig {
        aspectRatios = List.copyOf(aspectRatios);
        requireNonNull(order, "order is null");
        FieldChecks.of(AnchorConfig.class)
                .bounds("scale", scale)
                .bounds("scalesPerOctave", scalesPerOctave)
                .bounds("aspectRatios", aspectRatios)
                .bounds("centerOffset", centerOffset)
                .done();
    }

    /** Anchors per cell. */
    public int perCell() {
        return aspectRatios.size() * scalesPerOctave;
    }

    /** Corners {@code x1, y1, x2, y2} around the point of a cell, {@link #perCell} times. */
    public float[] cellAnchors(LevelGrid level) {
        float strideX = stride == GridStride.FRACTION ? level.stepX() : level.stride();
        float strideY = stride == GridStride.FRACTION ? level.stepY() : level.stride();
        float[] corners = new float[4 * perCell()];
        for (int ratio = 0; ratio < aspectRatios.size(); ratio++) {
            float tall = (float) Math.sqrt(aspectRatios.get(ratio).floatValue());
            float wide = 1 / tall;
            for (int size = 0; size < scalesPerOctave; size++) {
                float right = round(wide * side(strideX, size) / 2);
                float bottom = round(tall * side(strideY, size) / 2);
                int place = order == AnchorOrder.BY_RATIO
                        ? ratio * scalesPerOctave + size
                        : size * aspectRatios.size() + ratio;
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
        return new AnchorGrid(
                new PointConfig(centerOffset, OffsetRounding.NONE, stride).grids(pyramid, inputs), this::cellAnchors);
    }

    private float side(float levelStride, int step) {
        double side = scale * levelStride * Math.pow(2, (double) step / scalesPerOctave);
        return (float) (sizeRounding == SizeRounding.FLOOR ? Math.floor(side) : side);
    }

    private float round(float half) {
        return cellRounding == CellRounding.ROUND ? (float) Math.rint(half) : half;
    }
}
