package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.OneOf;
import org.fpn4j.config.problem.Range;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.Precision;

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
        @NotDecisive @OneOf(KernelNames.class) String kernels,
        Precision dtype,
        @NotDecisive @Range(min = 0, max = 1024) int threads) {
    /** What is on the class path. */
    public static final class KernelNames implements OneOf.Names {
        @Override
        public List<String> names() {
            return KernelLibraries.onClassPath().names();
        }
    }

    /** The defaults. */
    public ExecutionConfig() {
        this(KernelLibraries.AUTO, Precision.FLOAT32, 0);
    }

    public ExecutionConfig {
        requireNonNull(kernels, "kernels is null");
        requireNonNull(dtype, "dtype is null");
        KernelLibraries libraries = KernelLibraries.onClassPath();
        FieldChecks.of(ExecutionConfig.class)
                .bounds("threads", threads)
                .require(libraries.names().contains(kernels), "kernels", kernels, "must be one of " + libraries.names())
                .require(
                        libraries.named(kernels).stream()
                                .allMatch(library -> library.precisions().contains(dtype)),
                        "dtype",
                        dtype.key(),
                        "must be " + precisions(libraries, kernels) + " with kernels: " + kernels
                                + others(libraries.serving(dtype), dtype))
                .done();
    }

    private static String others(String serving, Precision dtype) {
        return serving.isEmpty() ? "" : "; " + dtype.key() + " needs kernels: " + serving;
    }

    private static String precisions(KernelLibraries libraries, String kernels) {
        return libraries.named(kernels).stream()
                .flatMap(library -> library.precisions().stream())
                .sorted()
                .map(Precision::key)
                .collect(Collectors.joining(" or "));
    }

    /**
     * Who would compute: {@code auto} resolved.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the config asks for what this machine does not have
     */
    public String usedKernels() {
        return KernelLibraries.onClassPath().choose(kernels, dtype).name();
    }

    /**
     * Who computes.
     *
     * @param count of threads, resolved
     * @throws org.fpn4j.config.problem.UserInputException where the config asks for what this machine does not have
     */
    public PlanExecutor executor(int count) {
        return PlanExecutor.of(kernels, dtype, count);
    }
}
