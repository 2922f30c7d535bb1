package org.fpn4j.core.outside;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * A decision: the largest values of every column, in descending order. Input {@code [N, L, K]}; output {@code [N, count, K]}.
 */
public record DescendingValues(int count) implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        Shape x = inputs.get(0);
        if (inputs.size() != 1 || x.rank() != 3 || x.dim(1) < count) {
            throw new IllegalArgumentException(
                    "descending values: expected [N, " + count + " or more, K], got " + inputs);
        }
        return Shape.of(x.dim(0), count, x.dim(2));
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int rows = shapes.get(0).dim(1);
        int columns = shapes.get(0).dim(2);
        float[] values = new float[rows];
        for (int image = 0; image < shapes.get(0).dim(0); image++) {
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    values[row] = inputs.get(0)[(image * rows + row) * columns + column];
                }
                Arrays.sort(values);
                for (int i = 0; i < count; i++) {
                    output[(image * count + i) * columns + column] = values[rows - 1 - i];
                }
            }
        }
    }
}
