package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter.Role;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses of a second stage on eight sampled regions of four classes, the first of which is the background. */
class ClassLossAnswersTest {
    private static final int REGIONS = 8;
    private static final int CLASSES = 4;
    private static final float[] LABELS = {0, 1, 0, 0, 2, 0, 0, 1};

    static Stream<Executor> executors() {
        return Stream.of(new SameDiffExecutor(), new PlanExecutor("plan", () -> List.of(new Nd4jKernels())));
    }

    @ParameterizedTest
    @MethodSource("executors")
    void softmaxCrossEntropyIsTheMeanOverAllSampled(Executor executor) {
        try (Network network = network(executor, new Operation.SoftmaxCrossEntropy(), LOGITS, CLASSES)) {
            double loss = loss(network, Map.of("labels", LABELS, "weights", filled(1f / REGIONS)));

            assertThat(loss).isCloseTo(1.7935009, within(1e-5)); // the answer's digits
        }
    }

    /** Deltas of the class of the label, of foreground alone, with the number of all sampled as the normaliser. */
    @ParameterizedTest
    @MethodSource("executors")
    void deltasOfTheOwnClassCount(Executor executor) {
        float[] weights = new float[REGIONS];
        for (int i = 0; i < REGIONS; i++) {
            weights[i] = LABELS[i] > 0 ? 1f / REGIONS : 0;
        }
        for (Map.Entry<Double, Double> ofBeta :
                Map.of(1 / 9.0, 0.6817511, 0.0, 0.761875, 1.0, 0.2958422).entrySet()) {
            try (Network network =
                    network(executor, new Operation.SmoothL1Loss(ofBeta.getKey()), DELTAS, 4 * CLASSES)) {
                double loss = loss(network, Map.of("labels", LABELS, "weights", weights, "targets", numbers(TARGETS)));

                assertThat(loss).as("beta %s", ofBeta.getKey()).isCloseTo(ofBeta.getValue(), within(1e-5));
            }
        }
    }

    private static Network network(Executor executor, Operation.Loss loss, String values, int count) {
        Shape shape = Shape.of(1, REGIONS, count);
        return executor.compile(
                graph -> {
                    Tensor x = graph.parameter("x", shape, new Initializer.Constant(0), Role.FUSION, true);
                    Tensor labels = graph.input("labels", Shape.of(1, REGIONS));
                    Tensor weights = graph.input("weights", Shape.of(1, REGIONS));
                    Tensor total = count == CLASSES
                            ? graph.apply(loss, x, labels, weights)
                            : graph.apply(
                                    loss,
                                    graph.apply(new Operation.TakeClass(4), x, labels),
                                    graph.input("targets", Shape.of(1, REGIONS, 4)),
                                    weights);
                    return new Declared(Map.of(), Map.of("loss", total));
                },
                Purpose.TRAINING,
                new Weights(Map.of("x", new NamedTensor(shape, numbers(values)))));
    }

    private static double loss(Network network, Map<String, float[]> inputs) {
        return network.backward(inputs).get("loss");
    }

    private static float[] filled(float value) {
        float[] values = new float[REGIONS];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] numbers(String text) {
        String[] words = text.trim().split("\\s+");
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }

    private static final String LOGITS =
            """
            -1.766 0.274 -2.118 1.579 -0.029 1.549 -1.167 -0.291 1.124 2.55 1.97 -0.808 1.793 -2.085 1.273
            -2.024 -2.938 -1.061 2.813 -0.726 -2.891 0.327 -0.705 -1.509 1.272 -0.977 1.277 -0.886 -3.723 0.143
            -2.884 3.424
            """;

    private static final String DELTAS =
            """
            -0.083 1.014 -0.184 0.219 -0.268 -0.856 0.57 -0.175 0.073 0.158 0.046 -0.075 0.091 -0.745 -0.347
            -0.59 -0.244 -0.303 -0.863 -0.248 -0.316 -0.047 -0.324 0.143 0.225 -0.181 0.866 -0.584 0.448 0.046
            0.372 0.56 0.041 -0.285 0.872 0.068 0.263 0.206 0.249 0.236 -0.073 -0.186 -0.056 -0.294 0.061 0.161
            -0.494 -0.032 0.218 -0.25 0.133 0.444 0.06 -0.116 -0.11 -0.056 -0.554 -0.219 0.106 0.393 -0.526
            -0.462 -0.288 0.806 0.734 -0.4 0.058 -0.228 -0.357 0.046 0.386 0.652 0.622 -0.321 0.274 -0.087
            -1.082 -0.028 0.205 0.021 0.572 -0.593 0.592 0.24 -0.206 0.594 0.18 -0.363 0.077 -0.349 0.191 -0.46
            0.423 0.287 0.153 0.09 0.015 0.362 0.569 -0.001 0.38 -0.446 -0.099 0.779 -0.269 0.308 0.235 -0.032
            -0.54 0.13 -0.035 0.422 -0.25 0.529 0.044 0.503 -0.243 -0.513 -0.296 0.858 0.122 -0.163 0.276 -0.762
            0.379 0.062 0.245 0.552
            """;

    private static final String TARGETS =
            """
            0.425 -0.02 1.336 0.346 -0.087 0.204 -0.154 -0.374 -0.244 -0.143 -0.147 -0.569 -0.098 -0.057 0.24
            0.589 -0.854 0.195 0.733 -0.046 -0.094 0.322 0.315 0.142 -0.126 0.241 -0.556 0.325 -0.326 0.396
            0.514 0.224
            """;
}
