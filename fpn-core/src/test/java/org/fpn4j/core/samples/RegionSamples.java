package org.fpn4j.core.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionLevels;
import org.fpn4j.core.graph.Shape;

/** Operations that look at regions of a pyramid of two levels, and at their classes. */
final class RegionSamples {
    private static final Shape FINE = Shape.of(1, 3, 9, 11);
    private static final Shape COARSE = Shape.of(1, 3, 5, 6);

    /** On both levels, as large as the map, of no size, over every border and beyond it; five, for images of four. */
    private static final List<Float> REGIONS = List.of(
            2.5f, 3f, 13f, 17f, 0.25f, 1f, 2f, 40f, 30f, 0.5f, 21f, 11f, 21f, 11f, 0.75f, -7f, -9f, 9f, 60f, 1f, 39f,
            20f, 61f, 33f, 1.25f);

    private RegionSamples() {}

    static List<OperationSample> all() {
        List<OperationSample> samples = new ArrayList<>();
        for (boolean aligned : new boolean[] {false, true}) {
            for (int count : new int[] {0, 1, 2}) {
                String name = (aligned ? "aligned " : "") + "region align of " + count + " samples";
                samples.add(align(name, List.of(FINE, COARSE), List.of(4, 8), 3, count, aligned));
            }
            samples.add(align("aligned: " + aligned + ", one level", List.of(FINE), List.of(4), 2, 2, aligned));
            samples.add(
                    align("aligned: " + aligned + ", one cell", List.of(FINE, COARSE), List.of(4, 8), 1, 2, aligned));
            Shape point = Shape.of(1, 1, 1, 1);
            samples.add(align("aligned: " + aligned + ", map of one cell", List.of(point), List.of(32), 2, 0, aligned));
        }
        samples.add(take("take class", Shape.of(1, 5, 12), 4));
        samples.add(take("take class of one", Shape.of(1, 5, 3), 3));
        samples.add(take("take class of one value", Shape.of(1, 5, 3), 1));
        return samples;
    }

    private static OperationSample align(
            String name, List<Shape> maps, List<Integer> strides, int size, int samples, boolean aligned) {
        RegionLevels.Epsilon epsilon = aligned ? RegionLevels.Epsilon.DETECTRON2 : RegionLevels.Epsilon.TORCHVISION;
        RegionLevels levels = new RegionLevels(2, 1 + maps.size(), 3, 20, epsilon);
        List<Shape> inputs = new ArrayList<>(maps);
        inputs.add(Shape.of(1, 4, 5));
        return new OperationSample(
                name,
                new Operation.RoiAlign(strides, levels, size, samples, aligned),
                inputs,
                maps.size(),
                List.of(),
                0,
                Map.of(maps.size(), REGIONS));
    }

    /** Every class there is, and values that are none. */
    private static OperationSample take(String name, Shape rows, int values) {
        return new OperationSample(
                name,
                new Operation.TakeClass(values),
                List.of(rows, Shape.of(rows.dim(0), rows.dim(1))),
                1,
                List.of(),
                0,
                Map.of(1, List.of(0f, 2f, -1f, 1f, 0f, 3f)));
    }
}
