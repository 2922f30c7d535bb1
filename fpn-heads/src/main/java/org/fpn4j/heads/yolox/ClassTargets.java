package org.fpn4j.heads.yolox;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * The class scores that cells learn: the overlap of the predicted box at the class of its object, 0 elsewhere. Input: what
 * {@link YoloxTargets} decided, {@code [N, L, 14]}; output {@code [N, L, K]}.
 *
 * @param classes {@code K}
 */
public record ClassTargets(int classes) implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() != 1 || inputs.get(0).rank() != 3 || inputs.get(0).dim(2) != YoloxTargets.COLUMNS) {
            throw new IllegalArgumentException("class targets: inputs do not fit, got " + inputs);
        }
        return Shape.of(inputs.get(0).dim(0), inputs.get(0).dim(1), classes);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        float[] table = inputs.get(0);
        Arrays.fill(output, 0);
        for (int row = 0; row < table.length / YoloxTargets.COLUMNS; row++) {
            int label = Math.round(table[row * YoloxTargets.COLUMNS + YoloxTargets.CLASS]);
            if (label >= 0) {
                output[row * classes + label] = table[row * YoloxTargets.COLUMNS + YoloxTargets.OVERLAP];
            }
        }
    }
}
