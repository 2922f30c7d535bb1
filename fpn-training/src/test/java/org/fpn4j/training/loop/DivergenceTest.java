package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    /** Two levels of 2x2 and 1x1 cells with one class; one value can be spoilt. */
    private record Outputs(String spoilt, int index) implements Network {
        @Override
        public Map<String, Shape> outputs() {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            shapes.put("features/C3", Shape.of(1, 2, 2, 2));
            shapes.put("pyramid/P3", Shape.of(1, 2, 2, 2));
            shapes.put("pyramid/P4", Shape.of(1, 2, 1, 1));
            shapes.put("head/cls_logits", Shape.of(1, 5, 1));
            shapes.put("head/of_proposals", Shape.of(1, 3, 2));
            return shapes;
        }

        @Override
        public Map<String, TensorView> run(Map<String, float[]> inputs, Collection<String> names) {
            Map<String, TensorView> views = new LinkedHashMap<>();
            outputs().forEach((name, shape) -> {
                float[] values = new float[(int) shape.size()];
                if (name.equals(spoilt)) {
                    values[index] = Float.NaN;
                }
                views.put(name, TensorView.of(values));
            });
            return views;
        }

        @Override
        public Map<String, Shape> inputs() {
            return Map.of();
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public Map<String, Double> backward(Map<String, float[]> inputs) {
            return Map.of();
        }

        @Override
        public ParameterBuffers buffers() {
            throw new UnsupportedOperationException("only outputs are looked at");
        }

        @Override
        public void parametersChanged() {}

        @Override
        public Weights weights(FlatVector trained) {
            return weights();
        }

        @Override
        public Weights weights() {
            return new Weights(Map.of());
        }

        @Override
        public void load(Weights weights) {}

        @Override
        public void close() {}
    }

    private static void check(double loss, String spoilt, int index) {
        Divergence.checkLosses(7, Map.of("classification", loss), new Outputs(spoilt, index), Map.of());
    }

    @Test
    void finiteLossesPass() {
        assertThatCode(() -> check(1e30, "features/C3", 0)).doesNotThrowAnyException();
    }

    @Test
    void theFirstSpoiltTensorIsNamedWithItsLevel() {
        assertThatThrownBy(() -> check(Double.NaN, "pyramid/P3", 5))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        step 7: training diverged: loss[classification] is NaN
                            the first value that is not finite is at level[P3] in tensor[pyramid/P3]
                            a smaller training.optimizer.learning_rate, a longer training.warmup_steps or training.clip_norm helps""");
    }

    @Test
    void aRowOfTheHeadIsTracedToItsLevel() {
        // rows 0 to 3 are the cells of P3, row 4 that of P4
        assertThatThrownBy(() -> check(Double.POSITIVE_INFINITY, "head/cls_logits", 4))
                .hasMessageContaining("loss[classification] is Infinity")
                .hasMessageContaining("at level[P4] in tensor[head/cls_logits]");
    }

    @Test
    void aRowThatIsNoCellHasNoLevel() {
        assertThatThrownBy(() -> check(Double.NaN, "head/of_proposals", 4))
                .hasMessageContaining("    the first value that is not finite is in tensor[head/of_proposals]\n");
    }

    @Test
    void aLossThatOverflowedByItselfIsToldApart() {
        assertThatThrownBy(() -> check(Double.NaN, "", 0))
                .hasMessageContaining("every level and head output is finite, so the loss itself overflowed");
    }
}
