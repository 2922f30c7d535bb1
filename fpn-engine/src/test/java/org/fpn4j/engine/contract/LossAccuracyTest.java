package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses are as exact where they are small as where they are large: one cell at a time, against double precision. */
public abstract class LossAccuracyTest {
    /** A handful of float32 roundings of 6e-8, and functions of oneDNN that are exact to some 1e-6. */
    private static final double TOLERANCE = 1e-5;

    /** Factors of a product so small that one of them may count as 0. */
    private static final double DENORMAL = 1e-36;

    /** Fresh providers for one network, the tested one first; the last has a kernel for every step. */
    protected abstract List<KernelProvider> providers();

    /** A loss of {@code [1, 1, values]} predictions. */
    protected record Case(Operation loss, int values) {
        @Override
        public String toString() {
            return loss + " of " + values;
        }
    }

    private record Answer(double loss, float[] gradient) {}

    private Network network(Case of) {
        Shape shape = Shape.of(1, 1, of.values());
        boolean ofClasses =
                of.loss() instanceof Operation.FocalLoss || of.loss() instanceof Operation.SoftmaxCrossEntropy;
        Shape target = ofClasses ? Shape.of(1, 1) : shape;
        return new PlanExecutor("tested", this::providers)
                .compile(
                        graph -> {
                            Tensor x = graph.parameter(
                                    "x", shape, new Initializer.Constant(0), Parameter.Role.FUSION, true);
                            return new Declared(
                                    Map.of(),
                                    Map.of(
                                            "loss",
                                            graph.apply(
                                                    of.loss(),
                                                    x,
                                                    graph.input("target", target),
                                                    graph.input("weights", Shape.of(1, 1)))));
                        },
                        Purpose.TRAINING,
                        new Weights(Map.of("x", new NamedTensor(shape, new float[of.values()]))));
    }

    private static Answer ask(Network network, float[] x, float[] target) {
        network.buffers().values().write(x);
        network.parametersChanged();
        double loss = network.backward(Map.of("target", target, "weights", new float[] {1}))
                .get("loss");
        return new Answer(loss, network.buffers().gradients().toArray());
    }

    private static float[] repeated(double value, int count) {
        float[] values = new float[count];
        Arrays.fill(values, (float) value);
        return values;
    }

    private static Offset<Double> relative(double value) {
        return Offset.offset(TOLERANCE * Math.abs(value) + DENORMAL);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    protected static Stream<Case> focalLosses() {
        List<Case> cases = new ArrayList<>();
        for (double alpha : new double[] {0, 0.25, 1, -1}) {
            for (int classes : new int[] {1, 3}) {
                cases.add(new Case(new Operation.FocalLoss(alpha, 2), classes));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("focalLosses")
    void aFocalLossIsExactForEveryLogit(Case of) {
        Operation.FocalLoss focal = (Operation.FocalLoss) of.loss();
        double ofPositive = focal.alpha() < 0 ? 1 : focal.alpha();
        double ofNegative = focal.alpha() < 0 ? 1 : 1 - focal.alpha();
        try (Network network = network(of)) {
            for (int label : new int[] {-1, 0}) {
                for (double logit = -30; logit <= 30; logit += 0.5) {
                    double x = (float) logit;
                    double positive = ofPositive * Math.pow(sigmoid(-x), 2) * softplus(-x);
                    double negative = ofNegative * Math.pow(sigmoid(x), 2) * softplus(x);
                    double expected = label < 0 ? of.values() * negative : positive + (of.values() - 1) * negative;

                    Answer answer = ask(network, repeated(x, of.values()), new float[] {label});

                    assertThat(answer.loss())
                            .as("label %s, logit %s", label, x)
                            .isCloseTo(expected, relative(expected));
                }
            }
        }
    }

    /** The positive alone: nothing of the other classes hides an error in it. */
    @ParameterizedTest
    @MethodSource("focalLosses")
    void aConfidentPositiveAmongConfidentNegativesCostsNextToNothing(Case of) {
        Operation.FocalLoss focal = (Operation.FocalLoss) of.loss();
        double share = focal.alpha() < 0 ? 1 : focal.alpha();
        try (Network network = network(of)) {
            for (double x = 1; x <= 30; x++) {
                double expected = share * Math.pow(sigmoid(-x), 2) * softplus(-x);
                float[] logits = repeated(-200, of.values()); // as negatives they cost 0
                logits[0] = (float) x;

                Answer answer = ask(network, logits, new float[] {0});

                assertThat(answer.loss()).as("logit %s", x).isCloseTo(expected, relative(expected));
            }
        }
    }

    protected static Stream<Case> crossEntropies() {
        return Stream.of(new Case(new Operation.BinaryCrossEntropy(), 1));
    }

    @ParameterizedTest
    @MethodSource("crossEntropies")
    void aCrossEntropyAndItsSlopeAreExactForEveryLogit(Case of) {
        try (Network network = network(of)) {
            for (double t : new double[] {0, 0.25, 1}) {
                for (double logit = -30; logit <= 30; logit += 0.5) {
                    double x = (float) logit;
                    double expected = t * softplus(-x) + (1 - t) * softplus(x);
                    double slope = (1 - t) * sigmoid(x) - t * sigmoid(-x);

                    Answer answer = ask(network, repeated(x, 1), repeated(t, 1));

                    assertThat(answer.loss()).as("target %s, logit %s", t, x).isCloseTo(expected, relative(expected));
                    assertThat((double) answer.gradient()[0])
                            .as("slope at target %s, logit %s", t, x)
                            .isCloseTo(slope, relative(slope));
                }
            }
        }
    }

    protected static Stream<Case> heatMapLosses() {
        return Stream.of(new Case(new Operation.GaussianFocalLoss(2, 4), 1));
    }

    /** Of a peak, beside one and far from all; beyond the largest logit that counts nothing changes any more. */
    @ParameterizedTest
    @MethodSource("heatMapLosses")
    void aGaussianFocalLossAndItsSlopeAreExactForEveryLogit(Case of) {
        double limit = Math.log((1 - 1e-4) / 1e-4);
        try (Network network = network(of)) {
            for (double t : new double[] {0, 0.25, 1}) {
                for (double logit = -12; logit <= 12; logit += 0.25) {
                    double x = Math.max(-limit, Math.min(logit, limit));
                    double wrong = t == 1 ? sigmoid(-x) : sigmoid(x);
                    double softplus = t == 1 ? softplus(-x) : softplus(x);
                    double factor = (t == 1 ? 1 : Math.pow(1 - t, 4)) * wrong * wrong;
                    double steepness = factor * (wrong + 2 * (1 - wrong) * softplus);
                    double slope = Math.abs(logit) > limit ? 0 : t == 1 ? -steepness : steepness;

                    Answer answer = ask(network, repeated(logit, 1), repeated(t, 1));

                    assertThat(answer.loss())
                            .as("target %s, logit %s", t, logit)
                            .isCloseTo(factor * softplus, relative(factor * softplus));
                    assertThat((double) answer.gradient()[0])
                            .as("slope at target %s, logit %s", t, logit)
                            .isCloseTo(slope, relative(slope));
                }
            }
        }
    }

    protected static Stream<Case> softmaxLosses() {
        return Stream.of(2, 5).map(classes -> new Case(new Operation.SoftmaxCrossEntropy(), classes));
    }

    /** One logit against others of a distance: confident and right, undecided, confident and wrong; far from zero, too. */
    @ParameterizedTest
    @MethodSource("softmaxLosses")
    void aSoftmaxCrossEntropyAndItsSlopesAreExactForEveryLogit(Case of) {
        try (Network network = network(of)) {
            for (double level : new double[] {0, 4096, -4096}) {
                for (double distance = -30; distance <= 30; distance += 0.5) {
                    float[] logits = repeated(level, of.values());
                    logits[1] = (float) (level + distance);
                    double others = (of.values() - 1) * Math.exp(-distance);

                    Answer answer = ask(network, logits, new float[] {1});

                    assertThat(answer.loss())
                            .as("distance %s at %s", distance, level)
                            .isCloseTo(Math.log1p(others), relative(Math.log1p(others)));
                    double slope = -others / (1 + others);
                    assertThat((double) answer.gradient()[1])
                            .as("slope at distance %s at %s", distance, level)
                            .isCloseTo(slope, relative(slope));
                    double other = Math.exp(-distance) / (1 + others);
                    assertThat((double) answer.gradient()[0]).isCloseTo(other, relative(other));
                }
            }
        }
    }

    protected static Stream<Case> smoothL1Losses() {
        return Stream.of(new Case(new Operation.SmoothL1Loss(1), 1));
    }

    @ParameterizedTest
    @MethodSource("smoothL1Losses")
    void aSmoothL1LossIsExactForEveryDistance(Case of) {
        try (Network network = network(of)) {
            for (double distance = 1e-6; distance < 100; distance *= 1.5) {
                double d = (float) distance;
                double expected = d < 1 ? d * d / 2 : d - 0.5;

                Answer answer = ask(network, repeated(d, 1), repeated(0, 1));

                assertThat(answer.loss()).as("distance %s", d).isCloseTo(expected, relative(expected));
            }
        }
    }
}
