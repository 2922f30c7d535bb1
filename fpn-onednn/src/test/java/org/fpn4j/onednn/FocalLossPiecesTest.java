package org.fpn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A focal loss of so many values that it is computed piece by piece, the last one shorter. */
@EnabledIf("hasOneDnn")
class FocalLossPiecesTest {
    private static final int CELLS = 4000;
    private static final int CLASSES = 40; // 1638 cells are a piece of one thread
    private static final Shape LOGITS = Shape.of(1, CELLS, CLASSES);
    private static final Shape PER_CELL = Shape.of(1, CELLS);
    private static final int[] POSITIVE_CELLS = {0, 1637, 1638, 3275, 3276, 3999}; // at both ends of each piece
    private static final int CLASS = 7;
    private static final int IGNORED_CELL = 2000;

    /** oneDNN's functions are exact to some 1e-6. */
    private static final double TOLERANCE = 1e-5;

    static boolean hasOneDnn() {
        return OneDnn.unavailable().isEmpty();
    }

    private final float[] logits = new float[CELLS * CLASSES];
    private final float[] labels = new float[CELLS];
    private final float[] weights = new float[CELLS];

    FocalLossPiecesTest() {
        for (int i = 0; i < logits.length; i++) {
            logits[i] = i % 83 / 10f - 6; // a period that fits neither cells nor pieces
        }
        Arrays.fill(labels, -1);
        Arrays.fill(weights, 1);
        for (int cell : POSITIVE_CELLS) {
            labels[cell] = CLASS;
            weights[cell] = 0.5f;
        }
        labels[IGNORED_CELL] = -2;
    }

    private static Declared declared(Graph graph, double gamma) {
        return new Declared(
                Map.of(),
                Map.of(
                        "loss",
                        graph.apply(
                                new Operation.FocalLoss(0.25, gamma),
                                graph.parameter("x", LOGITS, new Initializer.Constant(0), Parameter.Role.FUSION, true),
                                graph.input("labels", PER_CELL),
                                graph.input("weights", PER_CELL))));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private boolean isObject(int index) {
        return labels[index / CLASSES] == index % CLASSES;
    }

    private double weight(int index) {
        return index / CLASSES == IGNORED_CELL ? 0 : weights[index / CLASSES];
    }

    private double loss(int index, double gamma) {
        double x = isObject(index) ? -logits[index] : logits[index];
        double share = isObject(index) ? 0.25 : 0.75;
        return weight(index) * share * Math.pow(sigmoid(x), gamma) * softplus(x);
    }

    private double slope(int index, double gamma) {
        double sign = isObject(index) ? -1 : 1;
        double x = sign * logits[index];
        double share = isObject(index) ? 0.25 : 0.75;
        double unfocused = sigmoid(x) + gamma * sigmoid(-x) * softplus(x);
        return weight(index) * sign * share * Math.pow(sigmoid(x), gamma) * unfocused;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.5, 2, 3})
    void everyCellCountsOnceWhereverPiecesEnd(double gamma) {
        double expected = 0;
        double[] slopes = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            expected += loss(i, gamma);
            slopes[i] = slope(i, gamma);
        }
        try (Network network = new PlanExecutor(
                        "tested", () -> List.of(new OneDnnKernels(Precision.FLOAT32), new Nd4jKernels()))
                .compile(
                        graph -> declared(graph, gamma),
                        Purpose.TRAINING,
                        new Weights(Map.of("x", new NamedTensor(LOGITS, logits))))) {

            double loss = network.backward(Map.of("labels", labels, "weights", weights))
                    .get("loss");
            float[] gradients = network.buffers().gradients().toArray();

            assertThat(loss).isCloseTo(expected, Offset.offset(TOLERANCE * expected));
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) gradients[i]).as("value %s", i).isCloseTo(slopes[i], Offset.offset(TOLERANCE));
            }
        }
    }
}
