package org.fpn4j.heads.anchor;

import java.util.List;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.problem.FieldChecks;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;

/**
 * Anchors of a dense head (arXiv:1708.02002v2, section 4): every cell has one box for each aspect ratio and each scale
 * of an octave, ratios outermost. With {@code s} scales per octave the square anchors of a level have sides {@code scale
 * * stride * 2^(i / s)}, {@code i = 0 .. s - 1}; a ratio {@code r} keeps the area and makes {@code height / width = r}.
 *
 * <pre>
 *                torchvision   detectron2, mmdetection   EfficientDet
 * size_rounding  floor         none                      none
 * cell_rounding  round         none                      none
 * center_offset  0             0                         0.5
 * stride         grid          fixed                     grid
 * </pre>
 *
 * @param scale side of the smallest square anchor, in strides: 4 is 32 pixels at stride 8
 * @param scalesPerOctave sizes per level
 * @param aspectRatios height over width
 * @param sizeRounding of the side
 * @param cellRounding of the corners around the point
 * @param centerOffset of the first anchor's centre, in steps
 * @param stride steps between anchors
 */
public record AnchorConfig(
        double scale,
        int scalesPerOctave,
        List<Double> aspectRatios,
        SizeRounding sizeRounding,
        CellRounding cellRounding,
        double centerOffset,
        GridStride stride) {

    /** torchvision's anchors. */
    public AnchorConfig() {
        this(4, 3, List.of(0.5, 1.0, 2.0), SizeRounding.FLOOR, CellRounding.ROUND, 0, GridStride.GRID);
    }

    public AnchorConfig {
        aspectRatios = List.copyOf(aspectRatios);
        new FieldChecks()
                .greaterThan("scale", scale, 0)
                .atLeast("scalesPerOctave", scalesPerOctave, 1)
                .require(!aspectRatios.isEmpty(), "aspectRatios", "", "must not be empty")
                .require(
                        aspectRatios.stream().allMatch(ratio -> ratio > 0),
                        "aspectRatios",
                        aspectRatios.toString().replaceAll("[\\[\\]]", ""),
                        "must all be > 0")
                .between("centerOffset", centerOffset, 0, 1)
                .done();
    }

    /** Anchors per cell. */
    public int perCell() {
        return aspectRatios.size() * scalesPerOctave;
    }

    /** Corners {@code x1, y1, x2, y2} around the point of a cell, {@link #perCell} times. */
    public float[] cellAnchors(int levelStride) {
        float[] corners = new float[4 * perCell()];
        int next = 0;
        for (double ratio : aspectRatios) {
            float tall = (float) Math.sqrt((float) ratio);
            float wide = 1 / tall;
            for (int i = 0; i < scalesPerOctave; i++) {
                float side = side(levelStride, i);
                float right = round(wide * side / 2);
                float bottom = round(tall * side / 2);
                corners[next++] = -right;
                corners[next++] = -bottom;
                corners[next++] = right;
                corners[next++] = bottom;
            }
        }
        return corners;
    }

    /** The anchors of all levels. */
    public AnchorGrid grid(PyramidSpec pyramid, HeadInputs inputs) {
        return new AnchorGrid(
                new PointConfig(centerOffset, OffsetRounding.NONE, stride).grids(pyramid, inputs), this::cellAnchors);
    }

    private float side(int levelStride, int step) {
        double side = scale * levelStride * Math.pow(2, (double) step / scalesPerOctave);
        return (float) (sizeRounding == SizeRounding.FLOOR ? Math.floor(side) : side);
    }

    private float round(float half) {
        return cellRounding == CellRounding.ROUND ? (float) Math.rint(half) : half;
    }
}
