package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tensors put side by side and taken apart, predictor maps to cells and back among them: copies between views. */
final class CellKernels {
    private CellKernels() {}

    /** Maps of all levels to cells. */
    static Recipe join(Step step, int values) {
        List<Shape> maps = step.inputs().stream().map(Value::shape).toList();
        return Recipe.of("assign", (program, arrays) -> {
            List<List<INDArray>> cells = cells(arrays.out(0), maps, values);
            for (int i = 0; i < maps.size(); i++) {
                for (int image = 0; image < maps.get(i).batch(); image++) {
                    program.copy(
                            turned(arrays.in(i), image, values), cells.get(i).get(image));
                }
            }
        });
    }

    /** Cells to the maps of all levels. */
    static Recipe split(Step step, int values) {
        List<Shape> maps = step.outputs().stream().map(Value::shape).toList();
        return Recipe.of("assign", (program, arrays) -> {
            List<List<INDArray>> cells = cells(arrays.in(0), maps, values);
            for (int i = 0; i < maps.size(); i++) {
                for (int image = 0; image < maps.get(i).batch(); image++) {
                    program.copy(cells.get(i).get(image), turned(arrays.out(i), image, values));
                }
            }
        });
    }

    /** One image of a map {@code [N, A values, H, W]} as {@code [H, W, A, values]}. */
    private static INDArray turned(INDArray map, int image, int values) {
        long length = map.length() / map.size(0);
        return Slices.of(map.reshape(map.length()), 0, image * length, (image + 1) * length)
                .reshape(map.size(1) / values, values, map.size(2), map.size(3))
                .permute(2, 3, 0, 1);
    }

    /** For each map and image its part of the joined cells, as {@code [H, W, A, values]}. */
    private static List<List<INDArray>> cells(INDArray joined, List<Shape> maps, int values) {
        INDArray flat = joined.reshape(joined.length());
        long perImage = joined.size(1) * joined.size(2);
        List<List<INDArray>> cells = new ArrayList<>();
        long start = 0;
        for (Shape map : maps) {
            List<INDArray> images = new ArrayList<>();
            long length = map.size() / map.batch();
            for (int image = 0; image < map.batch(); image++) {
                long from = image * perImage + start;
                images.add(Slices.of(flat, 0, from, from + length)
                        .reshape(map.height(), map.width(), map.channels() / values, values));
            }
            cells.add(images);
            start += length;
        }
        return cells;
    }

    static Recipe concat(Step step, int axis) {
        return Recipe.of("assign", (program, arrays) -> {
            List<INDArray> parts = parts(arrays.out(0), arrays.in(), axis);
            for (int i = 0; i < parts.size(); i++) {
                program.copy(arrays.in(i), parts.get(i));
            }
        });
    }

    static Recipe concatBackward(Step step, int axis) {
        return Recipe.of("assign", (program, arrays) -> {
            List<INDArray> parts = parts(arrays.in(0), arrays.out(), axis);
            for (int i = 0; i < parts.size(); i++) {
                program.copy(parts.get(i), arrays.out(i));
            }
        });
    }

    static Recipe slice(Operation.Slice slice) {
        return Recipe.of("assign", (program, arrays) -> program.copy(part(arrays.in(0), slice), arrays.out(0)));
    }

    static Recipe sliceBackward(Operation.Slice slice) {
        return Recipe.of("assign", (program, arrays) -> program.fill(arrays.out(0), 0)
                .copy(arrays.in(0), part(arrays.out(0), slice)));
    }

    private static INDArray part(INDArray whole, Operation.Slice slice) {
        return Slices.of(whole, slice.axis(), slice.from(), slice.to());
    }

    /** The same values in another shape; nothing is done where the output has the place of the input. */
    static Recipe reshape() {
        return Recipe.of("assign", (program, arrays) -> {
            INDArray x = arrays.in(0);
            INDArray y = arrays.out(0);
            if (x.data().address() != y.data().address() || x.offset() != y.offset()) {
                program.copy(x.reshape(y.shape()), y);
            }
        });
    }

    private static List<INDArray> parts(INDArray whole, List<INDArray> like, int axis) {
        List<INDArray> parts = new ArrayList<>();
        long start = 0;
        for (INDArray one : like) {
            parts.add(Slices.of(whole, axis, start, start + one.size(axis)));
            start += one.size(axis);
        }
        return parts;
    }
}
