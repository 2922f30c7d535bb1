package org.fpn4j.interop.onnx;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * Region align in ONNX, whose own pools from one map: every region is pooled from every level, and the level that is its own
 * is taken. Without a number of samples regions of other levels become points, of which one sample is enough.
 */
final class OnnxRegions {
    private final OnnxScope scope;
    private final Operation.RoiAlign align;

    OnnxRegions(OnnxScope scope, Operation.RoiAlign align) {
        this.scope = scope;
        this.align = align;
    }

    /** Adds the nodes; the inputs are those of the operation. */
    String append(List<String> inputs, List<Shape> shapes) {
        int levels = align.strides().size();
        String given = inputs.get(levels); // [N, R, V]
        String regions = scope.slice(scope.reshape(given, -1, shapes.get(levels).dim(2)), 1, 0, 4); // [N R, 4]
        String images = images(given);
        if (levels == 1) {
            return pooled(inputs.get(0), regions, images, 0);
        }
        String first = scope.slice(regions, 1, 0, 2);
        String sides = scope.apply("Sub", scope.slice(regions, 1, 2, 4), first);
        String area = scope.apply("Mul", scope.slice(sides, 1, 0, 1), scope.slice(sides, 1, 1, 2)); // [N R, 1]
        double[] borders = align.levels().borders();
        String cells = null;
        for (int level = 0; level < levels; level++) {
            // those that reach a level and not the next: later levels take over what is theirs
            String reached = level == 0 ? "" : scope.apply("GreaterOrEqual", area, scope.real(borders[level - 1]));
            String next = level == borders.length ? "" : scope.apply("Less", area, scope.real(borders[level]));
            String taken = align.samples() > 0 ? regions : points(regions, reached, next);
            String own = pooled(inputs.get(level), taken, images, level);
            cells = cells == null ? own : scope.apply("Where", scope.reshape(reached, -1, 1, 1, 1), own, cells);
        }
        return cells;
    }

    /** Which image each region is of: the first index of every place of {@code [N, R]}. */
    private String images(String regions) {
        String sizes = scope.slice(scope.apply("Shape", regions), 0, 0, 2);
        String ones = scope.apply("Add", scope.apply("ConstantOfShape", sizes), scope.real(1));
        return scope.reshape(scope.slice(scope.apply("NonZero", ones), 0, 0, 1), -1);
    }

    /** The regions of a level, and points in the place of all others. */
    private String points(String regions, String reached, String next) {
        String own = reached.isEmpty() ? next : next.isEmpty() ? reached : scope.apply("And", reached, next);
        return scope.apply("Where", own, regions, scope.real(0));
    }

    private String pooled(String map, String regions, String images, int level) {
        return scope.apply(
                "RoiAlign",
                List.of(map, regions, images),
                Attributes.text("mode", "avg"),
                Attributes.text("coordinate_transformation_mode", align.aligned() ? "half_pixel" : "output_half_pixel"),
                Attributes.integer("output_height", align.size()),
                Attributes.integer("output_width", align.size()),
                Attributes.integer("sampling_ratio", align.samples()),
                Attributes.real("spatial_scale", 1.0 / align.strides().get(level)));
    }
}
