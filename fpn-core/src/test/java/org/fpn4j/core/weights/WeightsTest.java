package org.fpn4j.core.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;

class WeightsTest {
    @Test
    void initialValuesComeFromEachParametersInitializer() {
        Parameter bias =
                new Parameter("head.bias", Shape.of(2), new Initializer.Constant(-4.5), Parameter.Role.BIAS, true);
        Parameter weight = new Parameter(
                "head.weight", Shape.of(2, 1, 1, 1), new Initializer.Normal(1), Parameter.Role.WEIGHT, true);

        Weights weights = Weights.initial(List.of(bias, weight), 3);

        assertThat(weights.tensors().keySet()).containsExactly("head.bias", "head.weight");
        assertThat(weights.get("head.bias", Shape.of(2)).values()).containsExactly(-4.5f, -4.5f);
        assertThat(weights.get("head.weight", Shape.of(2, 1, 1, 1)).values())
                .isEqualTo(new Initializer.Normal(1).values(3, "head.weight", Shape.of(2, 1, 1, 1)));
    }

    @Test
    void refusesAMissingTensorAndAnotherShape() {
        Weights weights = new Weights(Map.of("a", new NamedTensor(Shape.of(2), new float[2])));

        assertThatThrownBy(() -> weights.get("b", Shape.of(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor[b] is missing");
        assertThatThrownBy(() -> weights.get("a", Shape.of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor[a]: expected [1, 2], got [2]");
    }

    @Test
    void refusesTooFewValues() {
        assertThatThrownBy(() -> new NamedTensor(Shape.of(2, 3), new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape[2, 3] needs 6 values, got 5");
    }
}
