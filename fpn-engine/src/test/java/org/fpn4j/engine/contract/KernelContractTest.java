package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kernels keep to: they compute what SameDiff's session does, and gradients are those of the losses. */
public abstract class KernelContractTest {
    /** Fresh providers for one network, the tested one first; the last has a kernel for every step. */
    /** Below the smallest normal number digits are lost. */
    private static final float TINY = 2e-38f;

    protected abstract List<KernelProvider> providers();

    /** Largest difference from SameDiff, as a share of the largest magnitude in the tensor. */
    protected double tolerance() {
        return 1e-4; // float32 sums in another order
    }

    /** The same from finite differences, whose own error is some 1e-7. */
    protected double differenceTolerance() {
        return 1e-4; // the plan computes in float32 all the way from the images
    }

    /** Gradients this much smaller than the network's largest are differences of larger ones, and as exact as they. */
    protected double negligible() {
        return Agreement.NEGLIGIBLE;
    }

    /** False where the values that the provider computes with are too coarse for a sample. */
    protected boolean serves(Sample sample) {
        return true;
    }

    protected static Stream<Sample> samples() {
        return Samples.all();
    }

    @Tag("every-cpu")
    @ParameterizedTest
    @MethodSource("samples")
    void trainsAsSameDiffDoes(Sample sample) {
        assumeThat(serves(sample)).isTrue();
        new Agreement(this::providers, tolerance(), negligible()).training(sample);
    }

    protected static Stream<Sample> samplesWithOutputs() {
        return Samples.all().filter(Sample::predicts);
    }

    @Tag("every-cpu")
    @ParameterizedTest
    @MethodSource("samplesWithOutputs")
    void predictsAsSameDiffDoes(Sample sample) {
        assumeThat(serves(sample)).isTrue();
        new Agreement(this::providers, tolerance()).prediction(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void gradientsAreThoseOfTheLosses(Sample sample) {
        assumeThat(serves(sample)).isTrue();
        FiniteDifferences.check(sample, this::providers, differenceTolerance());
    }

    protected static Stream<Sample> singleBoxes() {
        return SizesOfOneSamples.boxes(1).stream();
    }

    /** Of a single box SameDiff's session gives other gradients than the differences of its own losses. */
    @ParameterizedTest
    @MethodSource("singleBoxes")
    void gradientsOfASingleBoxAreThoseOfItsLoss(Sample sample) {
        assumeThat(serves(sample)).isTrue();
        FiniteDifferences.check(sample, this::providers, differenceTolerance());
    }

    protected static Stream<Sample> nothing() {
        return SizesOfOneSamples.nothing().stream();
    }

    @ParameterizedTest
    @MethodSource("nothing")
    void whatNothingCountsCostsNothing(Sample sample) {
        try (Network network = new PlanExecutor("tested", this::providers)
                .compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            Map<String, Double> losses = network.backward(sample.inputs(network.inputs(), 0));

            assertThat(losses).containsEntry("loss", 0.0);
            assertThat(network.buffers().gradients().toArray()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsLeftInScratchMemoryMeansNothing(Sample sample) {
        assertThat(gradients(sample, DirtyKernels.NOT_A_NUMBER)).isEqualTo(gradients(sample, 0));
    }

    /** A factor that is a power of two changes no digit of a gradient, whatever it is added up with. */
    @ParameterizedTest
    @MethodSource("samples")
    void gradientsHaveTheFactorThatTheyBeginWith(Sample sample) {
        assumeThat(serves(sample)).isTrue();
        try (Network network = new PlanExecutor("tested", this::providers)
                .scalingGradients()
                .compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            Map<String, float[]> inputs = sample.inputs(network.inputs(), 0);
            Map<String, Double> losses = network.backward(inputs);
            float[] expected = network.buffers().gradients().toArray();
            for (int i = 0; i < expected.length; i++) {
                expected[i] *= 8;
            }

            assertThat(network.backward(inputs, 8)).isEqualTo(losses);
            assertThat(network.buffers().gradients().toArray()).containsExactly(expected, Offset.offset(TINY));
        }
    }

    private float[] gradients(Sample sample, float left) {
        try (Network network = new PlanExecutor("tested", () -> dirty(left))
                .compile(sample.definition(), Purpose.TRAINING, sample.weights())) {
            network.backward(sample.inputs(network.inputs(), 0));
            return network.buffers().gradients().toArray();
        }
    }

    private List<KernelProvider> dirty(float left) {
        return providers().stream()
                .map(provider -> (KernelProvider) new DirtyKernels(provider, left))
                .toList();
    }
}
