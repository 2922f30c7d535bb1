package org.fpn4j.core.region;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * One column of a table that was decided. Input: {@code [N, R, V]}; output {@code [N, R]}.
 *
 * @param index from 0
 */
public record TableColumn(int index) implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        Regions.check(
                inputs.size() == 1
                        && inputs.get(0).rank() == 3
                        && index < inputs.get(0).dim(2),
                this,
                inputs);
        return Shape.of(inputs.get(0).dim(0), inputs.get(0).dim(1));
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int columns = shapes.get(0).dim(2);
        for (int row = 0; row < output.length; row++) {
            output[row] = inputs.get(0)[row * columns + index];
        }
    }
}
