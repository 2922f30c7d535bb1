package org.fpn4j.core.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.junit.jupiter.api.Test;

/** Losses whose targets and weights are made in the graph, of what it is told of each image. */
class MadeLossesTest {
    private static final Normalizer ONE = new Normalizer() {
        @Override
        public HeadState next(HeadState state, List<ImageTargets> step) {
            return state;
        }

        @Override
        public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
            return run.stream().mapToDouble(image -> 1).toArray();
        }
    };

    private static final Losses LOSSES =
            new Losses(List.of(), List.of(made("distance", 10)), Map.of("wanted", Shape.of(2, 3)), ONE);

    @Test
    void inputsAreWhatTheGraphIsToldAndTheShares() {
        assertThat(LOSSES.inputs(4))
                .containsExactly(Map.entry("wanted", Shape.of(4, 2, 3)), Map.entry("shares", Shape.of(4)));
    }

    @Test
    void whatIsFedBesidesIsLeftAsItIs() {
        Losses fed = new Losses(List.of(), List.of(), Map.of("wanted", Shape.of(2)), ONE);

        assertThat(fed.inputs(1)).containsExactly(Map.entry("wanted", Shape.of(1, 2)));
        assertThat(fed.collate(List.of(image(1, 2)), HeadState.INITIAL).values())
                .containsOnlyKeys("wanted")
                .extractingByKey("wanted")
                .isEqualTo(new float[] {1, 2});
    }

    @Test
    void imagesOfAStepShareItsRuns() {
        ImageTargets image = image(new float[6]);

        Map<String, float[]> whole =
                LOSSES.collate(List.of(image, image), HeadState.INITIAL).values();
        Map<String, float[]> half = LOSSES.collate(
                        List.of(image), List.of(image, image, image, image), HeadState.INITIAL)
                .values();

        assertThat(whole.get("shares")).containsExactly(1, 1);
        assertThat(half.get("shares")).containsExactly(0.25f);
    }

    @Test
    void measuredImagesThatDoNotCountHaveNoShare() {
        ImageTargets image = image(new float[6]);

        Map<String, float[]> measured = LOSSES.measure(List.of(image, image, image), 2, 8, HeadState.INITIAL);

        assertThat(measured.get("shares")).containsExactly(1, 1, 0);
    }

    @Test
    void whatTheGraphIsToldStandsImageByImage() {
        Map<String, float[]> values = LOSSES.collate(
                        List.of(image(1, 2, 3, 4, 5, 6), image(7, 8, 9, 10, 11, 12)), HeadState.INITIAL)
                .values();

        assertThat(values.get("wanted")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    /** Differences 1 and 2 of three values each, times weights 0.5 and 0.25 and the loss's own 10. */
    @Test
    void theLossIsWeighedByItsRowsAndItself() {
        NetworkDefinition definition = graph -> {
            Tensor values = graph.parameter(
                    "values", Shape.of(1, 2, 3), new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
            Map<String, Tensor> outputs = Map.of(
                    "values", values,
                    "wanted", graph.input("wanted", Shape.of(1, 2, 3)),
                    "weights", graph.input("weights", Shape.of(1, 2)));
            return new NetworkDefinition.Declared(Map.of(), LOSSES.declare(graph, 1, outputs));
        };
        Map<String, float[]> fed = new HashMap<>();
        fed.put("wanted", new float[] {1, 1, 1, 2, 2, 2});
        fed.put("weights", new float[] {0.5f, 0.25f});
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.TRAINING, new Weights(Map.of()))) {
            Map<String, Double> losses = network.backward(fed);

            assertThat(losses).containsOnlyKeys("distance");
            assertThat(losses.get("distance")).isEqualTo(30, within(1e-5)); // 10 * (3 * 1 * 0.5 + 3 * 2 * 0.25)
            assertThat(network.buffers().gradients().toArray()).containsExactly(-5, -5, -5, -2.5f, -2.5f, -2.5f);
        }
    }

    @Test
    void whatIsMissingOrThereTwiceIsNamed() {
        ImageTargets none = new ImageTargets(Map.of(), 0);

        assertThatThrownBy(() -> LOSSES.collate(List.of(none), HeadState.INITIAL))
                .hasMessage("given[wanted] of an image is [2, 3], got none");
        assertThatThrownBy(() -> LOSSES.collate(List.of(image(1, 2)), HeadState.INITIAL))
                .hasMessage("given[wanted] of an image is [2, 3], got [2] values");
        assertThatThrownBy(() -> new Losses(List.of(), List.of(made("a", 1), made("a", 1)), Map.of(), ONE))
                .hasMessage("loss[a] is there twice");
        Loss fed = new Loss(
                "a", new Operation.SmoothL1Loss(0), Loss.Prediction.output("values"), Shape.of(2, 3), Shape.of(2), 1);
        assertThatThrownBy(() -> new Losses(List.of(fed), List.of(made("a", 1)), Map.of(), ONE))
                .hasMessage("loss[a] is there twice");
    }

    private static MadeLoss made(String name, double weight) {
        return new MadeLoss(
                name,
                new Operation.SmoothL1Loss(0),
                Loss.Prediction.output("values"),
                Loss.Prediction.output("wanted"),
                Loss.Prediction.output("weights"),
                weight);
    }

    private static ImageTargets image(float... wanted) {
        return new ImageTargets(Map.of(), Map.of("wanted", wanted), 0);
    }
}
