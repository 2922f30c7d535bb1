package org.fpn4j.engine.kernel;

import java.util.List;

/**
 * How a provider would run a step.
 *
 * @param kernel what it uses, for people: {@code jit:avx512_core}
 * @param inputs the formats that it wants, one per input of the step
 * @param outputs the formats that it makes, one per output
 * @param scratch bytes that it needs while it runs
 * @param heap bytes of Java's heap that the kernel holds as long as it is there
 * @param binding makes the kernel once the memory is there
 */
public record KernelChoice(
        String kernel, List<Format> inputs, List<Format> outputs, long scratch, long heap, Binding binding) {
    /** Makes a kernel for blocks in the chosen formats. */
    @FunctionalInterface
    public interface Binding {
        /**
         * Binds a step to memory.
         *
         * @param scratch at least as long as asked for; null where nothing was
         */
        Kernel bind(List<Block> inputs, List<Block> outputs, Block scratch);
    }

    public KernelChoice {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A choice that holds nothing worth counting on Java's heap. */
    public KernelChoice(String kernel, List<Format> inputs, List<Format> outputs, long scratch, Binding binding) {
        this(kernel, inputs, outputs, scratch, 0, binding);
    }

    /** A choice with every value in {@link Format#PLAIN} and no scratch memory. */
    public static KernelChoice plain(String kernel, int inputs, int outputs, Binding binding) {
        return new KernelChoice(
                kernel,
                java.util.Collections.nCopies(inputs, Format.PLAIN),
                java.util.Collections.nCopies(outputs, Format.PLAIN),
                0,
                binding);
    }
}
