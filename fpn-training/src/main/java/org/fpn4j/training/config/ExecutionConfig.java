package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * Who computes.
 *
 * @param kernels which provider; {@code auto} takes oneDNN where it loads and answers known questions rightly, otherwise ND4J
 * @param dtype of activations, and of kernels while they are multiplied; parameters, their gradients and the optimizer are
 *     {@code float32} always. {@code bfloat16} needs a CPU that multiplies it (AMX, AVX512-BF16, Arm BF16)
 * @param threads of native kernels. 0: as many as the network's work keeps busy, one for each 6 million multiply-accumulates
 *     that a kernel of its forward pass has on average with {@code training.batch_size} images, at most one a core
 *     ({@link Threads}); {@code ./fpn plan} says how many. Adding in another number of threads gives other bits
 */
public record ExecutionConfig(
        @NotDecisive Kernels kernels, Dtype dtype, @NotDecisive @Range(min = 0, max = 1024) int threads) {
    /** Providers of kernels. */
    public enum Kernels {
        AUTO,
        ONEDNN,
        ND4J
    }

    /** Types of numbers. */
    public enum Dtype {
        FLOAT32,
        BFLOAT16
    }

    public ExecutionConfig() {
        this(Kernels.AUTO, Dtype.FLOAT32, 0);
    }

    public ExecutionConfig {
        requireNonNull(kernels, "kernels is null");
        requireNonNull(dtype, "dtype is null");
        FieldChecks.of(ExecutionConfig.class)
                .bounds("threads", threads)
                .require(
                        dtype == Dtype.FLOAT32 || kernels != Kernels.ND4J,
                        "dtype",
                        "bfloat16",
                        "must be float32 with kernels: nd4j; bfloat16 needs kernels: onednn")
                .done();
    }
}
