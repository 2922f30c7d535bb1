package org.fpn4j.engine.kernel;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.plan.Step;

/**
 * A library's kernels: those of {@code nd4j}, {@code onednn}. One instance serves one network; what it makes is used by one thread
 * at a time.
 */
public interface KernelProvider extends AutoCloseable {
    /** As in {@code execution.kernels}. */
    String name();

    /** Where the blocks that its kernels are bound to lie. Providers of one memory share it without copies. */
    Memory memory();

    /**
     * Called in the thread that is about to bind, run or feed kernels, before it does: what a library keeps for each thread,
     * such as its number of OpenMP threads or a device's context, is set here.
     */
    default void enter() {}

    /**
     * Whether its choice for a step depends on how the first output will be read. That is found out only then, because all
     * readers are asked.
     */
    default boolean looksAhead(Step step) {
        return step.instruction().prepares();
    }

    /**
     * How this provider would run a step.
     *
     * @param inputs formats in which the inputs are there already, {@link Format#PLAIN} for those that are another
     *     provider's own; it may ask for others
     * @param wanted the format in which the first output will be read: by its first reader, where the step prepares it, else
     *     by all of them; {@link Format#PLAIN} where they differ, that is not known, or it is another provider's own
     * @return empty where it has no kernel for such steps
     * @throws RefusedException where it has, but its library refuses this one: the next provider is asked, and the plan
     *     says why
     */
    Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted);

    /** Whether a format was made by this provider. */
    boolean owns(Format format);

    /**
     * How to get from one format to another. Asked only where at least one of the two is this provider's own, the other
     * {@link Format#PLAIN} or its own too.
     */
    KernelChoice convert(Shape shape, Format from, Format to);

    /**
     * Kernels of this provider that always run after each other, as one: a device asks for all of them at once. It is made
     * before any of them has run, and they are closed with it.
     *
     * @param kernels in their order, one or more
     */
    default Kernel recorded(List<Kernel> kernels) {
        return Kernel.sequence(kernels);
    }

    /** Waits until everything that kernels of this provider were asked for is computed; a run of a kernel may not wait. */
    default void await() {}

    @Override
    void close();
}
