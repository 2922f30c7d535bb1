package org.fpn4j.interop.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;

class EffdetCheckpointTest {
    private static final EffdetCheckpoint CHECKPOINT =
            new EffdetCheckpoint(new NamedTensors(new Weights(Map.of()), Map.of(), EffdetCheckpoint.NAMES));

    private static NamedTensor arranged(String name, Shape ours, NamedTensor theirs) {
        Parameter parameter = new Parameter(name, ours, new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
        return CHECKPOINT.arranged(parameter, theirs);
    }

    @Test
    void rowsOfBoxesHaveXBeforeY() {
        Shape kernels = Shape.of(8, 2, 1, 1);
        float[] values = new float[16];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        NamedTensor weight = arranged("head.box_deltas.pointwise.weight", kernels, new NamedTensor(kernels, values));
        NamedTensor bias = arranged(
                "head.box_deltas.pointwise.bias", Shape.of(4), new NamedTensor(Shape.of(4), new float[] {1, 2, 3, 4}));

        assertThat(weight.values()).containsExactly(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
        assertThat(bias.values()).containsExactly(2, 1, 4, 3);
    }

    @Test
    void allElseStaysAsItIs() {
        NamedTensor tensor = new NamedTensor(Shape.of(4), new float[] {1, 2, 3, 4});

        assertThat(arranged("head.box_deltas.depthwise.weight", Shape.of(4), tensor))
                .isSameAs(tensor);
        assertThat(arranged("head.cls_logits.pointwise.bias", Shape.of(4), tensor))
                .isSameAs(tensor);
        assertThat(arranged("head.box_deltas.pointwise.bias", Shape.of(8), tensor))
                .isSameAs(tensor);
    }
}
