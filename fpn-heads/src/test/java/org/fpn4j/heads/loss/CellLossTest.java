package org.fpn4j.heads.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.IouLoss.Kind;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CellLossTest {
    private static final int CELLS = 40;

    /** One loss on cells of random values; boxes meet, lie within each other and far apart. */
    record Sample(Operation.Loss loss, int values) {
        float[] predictions() {
            return boxes() ? boxes(1) : numbers(1, -4, 4);
        }

        float[] targets() {
            if (boxes()) {
                return boxes(2);
            } else if (loss instanceof Operation.FocalLoss) {
                float[] labels = new float[CELLS];
                for (int i = 0; i < CELLS; i++) {
                    labels[i] = i % (values + 2) - 2;
                }
                return labels;
            }
            boolean ofProbabilities =
                    loss instanceof Operation.BinaryCrossEntropy || loss instanceof Operation.GaussianFocalLoss;
            return ofProbabilities ? numbers(2, 0, 1) : numbers(2, -4, 4);
        }

        private boolean boxes() {
            return loss instanceof Operation.IouLoss;
        }

        /** Multiples of 1/64: exact in float32, also when a 1024th is added. */
        private float[] numbers(long seed, int from, int to) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] numbers = new float[CELLS * values];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextInt(64 * from, 64 * to + 1) / 64f + (seed == 1 ? 1 / 128f : 0);
            }
            return numbers;
        }

        private float[] boxes(long seed) {
            float[] boxes = numbers(seed, 0, 6);
            float shift = seed == 1 ? 1 / 128f : 0; // no corner is equal to a target's
            for (int i = 0; i < boxes.length; i += 4) {
                boxes[i + 2] = boxes[i] + 0.25f + boxes[i + 2] - shift;
                boxes[i + 3] = boxes[i + 1] + 0.25f + boxes[i + 3] - shift;
            }
            return boxes;
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(new Operation.FocalLoss(0.25, 2), 3),
                new Sample(new Operation.FocalLoss(-1, 0), 1),
                new Sample(new Operation.FocalLoss(0.5, 1.5), 2),
                new Sample(new Operation.BinaryCrossEntropy(), 2),
                new Sample(new Operation.GaussianFocalLoss(2, 4), 2),
                new Sample(new Operation.GaussianFocalLoss(1, 0.5), 1),
                new Sample(new Operation.SmoothL1Loss(0), 4),
                new Sample(new Operation.SmoothL1Loss(1.0 / 9), 4),
                new Sample(new Operation.SmoothL1Loss(2), 1),
                new Sample(new Operation.IouLoss(Kind.IOU), 4),
                new Sample(new Operation.IouLoss(Kind.LOG_IOU), 4),
                new Sample(new Operation.IouLoss(Kind.GIOU), 4),
                new Sample(new Operation.IouLoss(Kind.SQUARED), 4));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void valuesAndGradientsAreThoseOfANetwork(Sample sample) {
        float[] predictions = sample.predictions();
        float[] targets = sample.targets();
        Shape shape = Shape.of(1, CELLS, sample.values());
        Shape ofTargets =
                targets.length == CELLS && sample.loss() instanceof Operation.FocalLoss ? Shape.of(1, CELLS) : shape;
        NetworkDefinition definition = graph -> {
            Tensor predicted = parameter(graph, shape);
            Tensor loss = graph.apply(
                    sample.loss(),
                    predicted,
                    graph.input("targets", ofTargets),
                    graph.input("weights", Shape.of(1, CELLS)));
            return new NetworkDefinition.Declared(Map.of(), Map.of("loss", loss));
        };
        Weights weights = new Weights(Map.of("predicted", new NamedTensor(shape, predictions)));
        try (Network network = new SameDiffExecutor().compile(definition, Purpose.TRAINING, weights)) {
            CellLoss result = CellLoss.of(sample.loss(), predictions, targets, CELLS);

            float[] gradient = new float[predictions.length];
            double sum = network.backward(Map.of("targets", targets, "weights", ones()))
                    .get("loss");
            network.buffers().gradients().read(0, gradient, 0, gradient.length);
            assertThat(sum).isCloseTo(result.sum(), within(1e-5 * Math.abs(result.sum()))); // float32
            double largest =
                    Arrays.stream(result.gradient()).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < gradient.length; i++) {
                assertThat((double) gradient[i])
                        .as("gradient[" + i + "]")
                        .isCloseTo(result.gradient()[i], within(1e-5 * largest));
            }
        }
    }

    private static Tensor parameter(Graph graph, Shape shape) {
        return graph.parameter("predicted", shape, new Initializer.Constant(0), Parameter.Role.WEIGHT, true);
    }

    private static float[] ones() {
        float[] ones = new float[CELLS];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The values are in double precision, and the step is exact: what remains is its square where the slope bends. */
    @ParameterizedTest
    @MethodSource("samples")
    void gradientsAreSlopesOfTheValues(Sample sample) {
        float[] predictions = sample.predictions();
        CellLoss at = CellLoss.of(sample.loss(), predictions, sample.targets(), CELLS);
        float step = 1 / 1024f;

        for (int i = 0; i < predictions.length; i++) {
            float kept = predictions[i];
            predictions[i] = kept + step;
            double above = CellLoss.of(sample.loss(), predictions, sample.targets(), CELLS)
                    .sum();
            predictions[i] = kept - step;
            double below = CellLoss.of(sample.loss(), predictions, sample.targets(), CELLS)
                    .sum();
            predictions[i] = kept;

            double slope = (above - below) / (2 * step);
            assertThat(at.gradient()[i])
                    .as("gradient[" + i + "]")
                    .isCloseTo(slope, within(1e-3 * (1 + Math.abs(slope))));
        }
    }

    /** By the definition, {@code -alpha_t (1 - p_t)^gamma ln p_t} summed over classes, in double precision. */
    @Test
    void focalLossIsTheDefinition() {
        float[] logits = {-2, 0.5f, 3, 1.25f, -0.75f, 0, 4, -4, 1};
        int[] labels = {1, -1, -2};

        assertThat(CellLoss.focal(new Operation.FocalLoss(0.25, 2), logits, labels)
                        .values())
                .containsExactly(new double[] {2.0929563755247553, 0.8404231138716914, 0}, within(1e-12));
        assertThat(CellLoss.focal(new Operation.FocalLoss(-1, 1.5), logits, labels)
                        .values())
                .containsExactly(new double[] {2.9495054624114765, 1.3446425535852722, 0}, within(1e-12));
    }

    @Test
    void overlapsAreTheDefinition() {
        float[] boxes = {0, 0, 4, 4, 0, 0, 1, 1};
        float[] targets = {2, 1, 6, 3, 3, 0, 5, 2}; // intersections 4 and 0, unions 20 and 5, hulls 24 and 10

        // the epsilon below fractions of areas
        assertThat(CellLoss.overlap(new Operation.IouLoss(Kind.IOU), boxes, targets)
                        .values())
                .containsExactly(new double[] {0.8, 1}, within(1e-7));
        assertThat(CellLoss.overlap(new Operation.IouLoss(Kind.GIOU), boxes, targets)
                        .values())
                .containsExactly(new double[] {0.8 + 4.0 / 24, 1.5}, within(1e-7));
        assertThat(CellLoss.overlap(new Operation.IouLoss(Kind.LOG_IOU), boxes, targets)
                        .values())
                .containsExactly(new double[] {Math.log(5), Math.log(1e6)}, within(1e-7));
        assertThat(CellLoss.overlap(new Operation.IouLoss(Kind.SQUARED), boxes, targets)
                        .values())
                .containsExactly(new double[] {0.96, 1}, within(1e-7));
    }

    @Test
    void boxesWithoutAreaHaveFiniteLosses() {
        float[] point = {1, 1, 1, 1};
        for (Kind kind : Kind.values()) {
            CellLoss loss = CellLoss.overlap(new Operation.IouLoss(kind), point, point);

            assertThat(loss.sum()).isFinite();
            assertThat(loss.gradient()).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noCellsHaveNoLoss(Sample sample) {
        CellLoss none = CellLoss.of(sample.loss(), new float[0], new float[0], 0);

        assertThat(none.values()).isEmpty();
        assertThat(none.gradient()).isEmpty();
        assertThat(none.sum()).isZero();
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> CellLoss.focal(new Operation.FocalLoss(0.25, 2), new float[5], new int[2]))
                .hasMessage("logits[5] must be as many for each of labels[2]");
        assertThatThrownBy(() -> CellLoss.focal(new Operation.FocalLoss(0.25, 2), new float[4], new int[] {0, 2}))
                .hasMessage("label[2] of cell[1] must be in [-2, 2)");
        assertThatThrownBy(() -> CellLoss.binaryCrossEntropy(new float[4], new float[2], 2))
                .hasMessage("targets[2] and logits[4] must be as many");
        assertThatThrownBy(() -> CellLoss.overlap(new Operation.IouLoss(Kind.IOU), new float[6], new float[6]))
                .hasMessage("boxes[6] must be four numbers each");
    }
}
