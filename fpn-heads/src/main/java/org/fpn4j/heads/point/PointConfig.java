package org.fpn4j.heads.point;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * Where the point of a cell lies.
 *
 * <pre>
 *                 torchvision   original FCOS   detectron2   mmdetection   EfficientDet
 * center_offset   0             0.5             0.5          0.5           0.5
 * offset_rounding none          floor           none         none          none
 * stride          grid          fixed           fixed        fixed         fraction
 * </pre>
 *
 * @param centerOffset of the first point, in steps; 0 is the cell's top left corner, 0.5 its centre
 * @param offsetRounding of the offset in pixels
 * @param stride steps between points
 */
public record PointConfig(
        @Range(min = 0, max = 1) double centerOffset, OffsetRounding offsetRounding, GridStride stride) {
    /** torchvision's points. */
    public PointConfig() {
        this(0, OffsetRounding.NONE, GridStride.GRID);
    }

    public PointConfig {
        FieldChecks.of(PointConfig.class).bounds("centerOffset", centerOffset).done();
    }

    /**
     * The grid of each level, finest first.
     *
     * @throws IllegalArgumentException where the inputs are not those of the pyramid
     */
    public List<LevelGrid> grids(PyramidSpec pyramid, HeadInputs inputs) {
        int count = pyramid.levels().size();
        if (inputs.levels().size() != count) {
            throw new IllegalArgumentException(
                    "levels" + pyramid.names() + " need as many shapes, got " + inputs.levels());
        }
        List<LevelGrid> grids = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < count; i++) {
            Shape shape = inputs.levels().get(i);
            int nominal = pyramid.levels().get(i).stride();
            float stepX = step(inputs.imageWidth(), shape.width(), nominal);
            float stepY = step(inputs.imageHeight(), shape.height(), nominal);
            if (stepX < 1 || stepY < 1) {
                throw new IllegalArgumentException(
                        "level[" + pyramid.names().get(i) + "] " + shape + " has more cells than the image["
                                + inputs.imageHeight() + " x " + inputs.imageWidth() + "] has pixels");
            }
            grids.add(new LevelGrid(
                    nominal, shape.height(), shape.width(), stepX, stepY, offset(stepX), offset(stepY), first));
            first += shape.height() * shape.width();
        }
        return List.copyOf(grids);
    }

    private float step(int pixels, int cells, int nominal) {
        return switch (stride) {
            case GRID -> Math.floorDiv(pixels, cells);
            case FIXED -> nominal;
            case FRACTION -> (float) pixels / cells;
        };
    }

    private float offset(float step) {
        double pixels = centerOffset * step;
        return (float) (offsetRounding == OffsetRounding.FLOOR ? Math.floor(pixels) : pixels);
    }
}
