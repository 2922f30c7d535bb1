package org.fpn4j.engine.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.engine.kernel.KernelProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kernels keep to: they compute what SameDiff's session does, and gradients are those of the losses. */
public abstract class KernelContractTest {
    /** Fresh providers for one network, the tested one first; the last has a kernel for every step. */
    protected abstract List<KernelProvider> providers();

    /** Largest difference from SameDiff, as a share of the largest magnitude in the tensor. */
    protected double tolerance() {
        return 1e-4; // float32 sums in another order
    }

    /** The same from finite differences, whose own error is some 1e-7. */
    protected double differenceTolerance() {
        return 1e-4; // the plan computes in float32 all the way from the images
    }

    /** False where the values that the provider computes with are too coarse for a sample. */
    protected boolean serves(Sample sample) {
        return true;
    }

    static Stream<Sample> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void trainsAsSameDiffDoes(Sample sample) {
        assumeThat(serves(sample)).isTrue();
        new Agreement(this::providers, tolerance()).training(sample);
    }

    static Stream<Sample> samplesWithOutputs() {
        return Samples.all().filter(Sample::predicts);
    }

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
}
