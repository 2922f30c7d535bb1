package org.fpn4j.core.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.junit.jupiter.api.Test;

class LossesTest {
    /** Two cells with three values each; the factor of an image is one over its positives. */
    private static final Loss LOSS = new Loss(
            "distance",
            new Operation.SmoothL1Loss(0),
            Loss.Prediction.output("values"),
            Shape.of(2, 3),
            Shape.of(2),
            10);

    private static final Losses LOSSES = new Losses(List.of(LOSS), new Normalizer() {
        @Override
        public HeadState next(HeadState state, List<ImageTargets> step) {
            return state.with("images", state.number("images").orElse(0) + step.size());
        }

        @Override
        public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
            return run.stream().mapToDouble(image -> 1.0 / image.positives()).toArray();
        }
    });

    @Test
    void inputsFollowFromTheLoss() {
        assertThat(LOSSES.inputs(4))
                .containsExactly(
                        Map.entry("distance_target", Shape.of(4, 2, 3)), Map.entry("distance_weights", Shape.of(4, 2)));
    }

    @Test
    void batchesAreRowsWithTheNormaliserInTheirWeights() {
        ImageTargets first = image(new float[] {1, 2, 3, 4, 5, 6}, new float[] {1, 0.5f}, 2);
        ImageTargets second = image(new float[6], new float[] {0, 1}, 4);

        Losses.TargetBatch batch = LOSSES.collate(List.of(first, second), HeadState.INITIAL.with("images", 5));

        assertThat(batch.values().get("distance_target")).containsExactly(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0);
        assertThat(batch.values().get("distance_weights")).containsExactly(5, 2.5f, 0, 2.5f);
        assertThat(batch.state().number("images")).hasValue(7);
    }

    @Test
    void aRunIsNormalisedByTheWholeStep() {
        ImageTargets image = image(new float[6], new float[2], 1);

        Losses.TargetBatch batch = LOSSES.collate(List.of(image), List.of(image, image, image), HeadState.INITIAL);

        assertThat(batch.values().get("distance_weights")).hasSize(2);
        assertThat(batch.state().number("images")).hasValue(3);
    }

    @Test
    void declaresAScalarForEachLoss() {
        CostGraph graph = new CostGraph();
        Tensor values = graph.input("values", Shape.of(1, 2, 3));

        Map<String, Tensor> losses = LOSSES.declare(graph, 1, Map.of("values", values));

        assertThat(losses).containsOnlyKeys("distance");
        assertThat(losses.get("distance").shape()).isEqualTo(Shape.of());
    }

    @Test
    void whatIsMissingIsNamed() {
        CostGraph graph = new CostGraph();
        ImageTargets none = new ImageTargets(Map.of(), 0);
        ImageTargets shortened = image(new float[5], new float[2], 1);

        assertThatThrownBy(() -> LOSSES.declare(graph, 1, Map.of()))
                .hasMessage("output[values] is missing; there are []");
        assertThatThrownBy(() -> LOSSES.collate(List.of(none), HeadState.INITIAL))
                .hasMessage("loss[distance] has no targets; there are those of []");
        assertThatThrownBy(() -> LOSSES.collate(List.of(shortened), HeadState.INITIAL))
                .hasMessage("loss[distance]: target of an image is [2, 3], got [5] values");
        assertThatThrownBy(() -> new Losses(List.of(LOSS, LOSS), LOSSES.normalizer()))
                .hasMessage("loss[distance] is there twice");
    }

    private static ImageTargets image(float[] target, float[] weights, int positives) {
        return new ImageTargets(Map.of("distance", new ImageTargets.Row(target, weights)), positives);
    }
}
