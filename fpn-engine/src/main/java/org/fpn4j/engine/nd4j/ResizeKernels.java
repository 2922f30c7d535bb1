package org.fpn4j.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Nearest neighbour. Growing by a whole factor copies the map to every phase of the result; any other size picks columns
 * and then rows by products with matrices of zeros and ones.
 */
final class ResizeKernels {
    private ResizeKernels() {}

    static Recipe forward(Step step) {
        Shape small = step.inputs().get(0).shape();
        Shape large = step.outputs().get(0).shape();
        if (grows(small, large)) {
            return Recipe.of("assign", (program, arrays) -> {
                for (INDArray phase : phases(arrays.out(0), small)) {
                    program.copy(arrays.in(0).reshape(phase.shape()), phase);
                }
            });
        }
        return picked(small, large, false);
    }

    static Recipe backward(Step step) {
        Shape large = step.inputs().get(0).shape();
        Shape small = step.outputs().get(0).shape();
        if (grows(small, large)) {
            return Recipe.of("add", (program, arrays) -> {
                List<INDArray> phases = phases(arrays.in(0), small);
                INDArray dx = arrays.out(0).reshape(phases.get(0).shape());
                program.copy(phases.get(0), dx);
                for (INDArray phase : phases.subList(1, phases.size())) {
                    program.add(dx, phase, dx);
                }
            });
        }
        return picked(large, small, true);
    }

    private static boolean grows(Shape small, Shape large) {
        return large.height() % small.height() == 0 && large.width() % small.width() == 0;
    }

    /** Views of the large map, one per place inside the square that a cell of the small one grows to. */
    private static List<INDArray> phases(INDArray large, Shape small) {
        long down = large.size(2) / small.height();
        long across = large.size(3) / small.width();
        INDArray cells = large.reshape(large.size(0) * large.size(1), small.height(), down, small.width(), across);
        List<INDArray> phases = new ArrayList<>();
        for (long i = 0; i < down; i++) {
            for (long j = 0; j < across; j++) {
                phases.add(Slices.of(Slices.of(cells, 2, i, i + 1), 4, j, j + 1));
            }
        }
        return phases;
    }

    /**
     * {@code rows^T x columns} for every map, by way of {@code [.., width, height]}.
     *
     * @param transposed whether it is the gradient, which adds up what was picked from the same cell
     */
    private static Recipe picked(Shape from, Shape to, boolean transposed) {
        Shape narrowed = Shape.of(from.batch(), from.channels(), from.height(), to.width());
        Shape turned = Shape.of(from.batch(), from.channels(), to.width(), from.height());
        Shape finished = Shape.of(from.batch(), from.channels(), to.width(), to.height());
        return new Recipe("matmul", List.of(narrowed, turned, finished), (program, arrays) -> {
            INDArray columns = selection(from.width(), to.width(), transposed);
            INDArray rows = selection(from.height(), to.height(), transposed);
            program.product(matrix(arrays.in(0)), columns, matrix(arrays.temporary(0)))
                    .copy(arrays.temporary(0).permute(0, 1, 3, 2), arrays.temporary(1))
                    .product(matrix(arrays.temporary(1)), rows, matrix(arrays.temporary(2)))
                    .copy(arrays.temporary(2).permute(0, 1, 3, 2), arrays.out(0));
        });
    }

    private static INDArray matrix(INDArray maps) {
        return maps.reshape(maps.length() / maps.size(3), maps.size(3));
    }

    private static INDArray selection(int from, int to, boolean transposed) {
        float[][] selection = new float[from][to];
        int size = transposed ? to : from;
        int target = transposed ? from : to;
        for (int i = 0; i < target; i++) {
            int source = (int) ((long) i * size / target);
            if (transposed) {
                selection[i][source] = 1;
            } else {
                selection[source][i] = 1;
            }
        }
        return Nd4j.createFromArray(selection).castTo(DataType.FLOAT);
    }
}
