package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fpn4j.config.NotDecisive;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.OneOf;
import org.fpn4j.config.problem.Range;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.KernelKey;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.kernel.Ranges;

/**
 * Who computes.
 *
 * @param kernels which provider; {@code auto} takes oneDNN where it loads and answers known questions rightly, otherwise ND4J
 * @param dtype of activations, and of kernels while they are multiplied; parameters, their gradients and the optimizer are
 *     {@code float32} always. {@code bfloat16} needs a CPU that multiplies it (AMX, AVX512-BF16, Arm BF16)
 *     or a GPU that does, {@code float16} a GPU. {@code int8} is for inference, on oneDNN: convolutions multiply whole numbers of eight
 *     bits, whose steps are taken from the first 100 images of the training split
 * @param threads of native kernels. 0: as many as the network's work keeps busy, one for each 6 million multiply-accumulates
 *     that a kernel of its forward pass has on average with {@code training.batch_size} images, at most one a core
 *     ({@link Threads}); {@code ./fpn plan} says how many. Adding in another number of threads gives other bits
 * @param device index of the GPU, from 0, among those that the driver shows; an ablation gives its cells to all of them where
 *     it is not written. Read by kernels of GPUs alone, as are all keys below
 * @param tf32 whether {@code float32} is multiplied as TF32 (8 bits of exponent, 10 of mantissa) where the GPU can
 * @param deterministic whether the same seed must give the same bits; {@code false} allows faster kernels that add in any
 *     order
 * @param search whether convolution kernels are chosen by timing them when a network is made; {@code false} takes those that
 *     the library thinks fastest, which are the same each time
 */
public record ExecutionConfig(
        @NotDecisive @OneOf(KernelNames.class) String kernels,
        Precision dtype,
        @NotDecisive @Range(min = 0, max = 1024) int threads,
        @NotDecisive @Range(min = 0, max = 255) int device,
        @NotDecisive boolean tf32,
        @NotDecisive boolean deterministic,
        @NotDecisive boolean search) {
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

    /** The defaults for all that only GPUs know. */
    public ExecutionConfig(String kernels, Precision dtype, int threads) {
        this(kernels, dtype, threads, 0, false, true, false);
    }

    public ExecutionConfig {
        requireNonNull(kernels, "kernels is null");
        requireNonNull(dtype, "dtype is null");
        KernelLibraries libraries = KernelLibraries.onClassPath();
        FieldChecks checks = FieldChecks.of(ExecutionConfig.class)
                .bounds("threads", threads)
                .bounds("device", device)
                .require(libraries.names().contains(kernels), "kernels", kernels, "must be one of " + libraries.names())
                .require(
                        libraries.named(kernels).stream()
                                .allMatch(library -> library.precisions().contains(dtype)),
                        "dtype",
                        dtype.key(),
                        "must be " + precisions(libraries, kernels) + " with kernels: " + kernels
                                + others(dtype.key(), libraries.serving(dtype)));
        KernelOptions options = new KernelOptions(dtype, 1, device, tf32, deterministic, search);
        for (KernelKey key : options.asked()) {
            checks.require(
                    libraries.named(kernels).stream()
                            .allMatch(library -> library.keys().contains(key)),
                    key.key(),
                    options.value(key),
                    "must be " + key.usual() + " with kernels: " + kernels
                            + others(key.key() + ": " + options.value(key), libraries.reading(key)));
        }
        checks.done();
    }

    private static String others(String what, String who) {
        return who.isEmpty() ? "" : "; " + what + " needs kernels: " + who;
    }

    private static String precisions(KernelLibraries libraries, String kernels) {
        return libraries.named(kernels).stream()
                .flatMap(library -> library.precisions().stream())
                .sorted()
                .map(Precision::key)
                .collect(Collectors.joining(" or "));
    }

    /** The same with another {@code dtype}. */
    public ExecutionConfig withDtype(Precision dtype) {
        return RecordCopy.with(this, "dtype", dtype);
    }

    /** The same with another {@code device}. */
    public ExecutionConfig withDevice(int device) {
        return RecordCopy.with(this, "device", device);
    }

    /**
     * Who would compute: {@code auto} resolved.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the config asks for what this machine does not have
     */
    public String usedKernels() {
        return library().name();
    }

    /** On how many devices networks can be computed, each by its own {@link #device}; 1 where the kernels know none. */
    public int devices() {
        KernelLibrary library = library();
        return library.keys().contains(KernelKey.DEVICE) ? library.devices() : 1;
    }

    private KernelLibrary library() {
        return KernelLibraries.onClassPath().choose(kernels, options(1));
    }

    /**
     * What of this decides bits, as this machine resolves it: who computes, and what they are asked for beside the usual;
     * {@code onednn}, or {@code cuda, tf32: true}.
     */
    public String decisive() {
        KernelOptions options = options(1);
        return Stream.concat(
                        Stream.of(usedKernels()),
                        options.asked().stream()
                                .filter(key -> key != KernelKey.DEVICE)
                                .map(key -> key.key() + ": " + options.value(key)))
                .collect(Collectors.joining(", "));
    }

    /** What of this machine's processor or card the kernels are made for, which decides bits; may be empty. */
    public String processor() {
        return library().processor();
    }

    /**
     * Who computes.
     *
     * @param count of threads, resolved
     * @throws org.fpn4j.config.problem.UserInputException where the config asks for what this machine does not have
     */
    public PlanExecutor executor(int count) {
        return executor(count, Ranges.NONE);
    }

    /**
     * The same for networks of which it is known how large their maps become, as {@code int8} needs.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the config asks for what this machine does not have
     */
    public PlanExecutor executor(int count, Ranges ranges) {
        return KernelLibraries.onClassPath().executor(kernels, options(count).with(ranges));
    }

    private KernelOptions options(int count) {
        return new KernelOptions(dtype, count, device, tf32, deterministic, search);
    }
}
