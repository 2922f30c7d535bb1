package org.fpn4j.engine.nd4j;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeThreads;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Step;

/**
 * A kernel for every step, made of ND4J's own operations on whatever backend is on the class path. All values are in {@link
 * Format#PLAIN}.
 */
public final class Nd4jKernels implements KernelProvider {
    private final Optional<NativeThreads> threads;

    /** With as many threads as the process computes with already. */
    public Nd4jKernels() {
        this.threads = Optional.empty();
    }

    /** With this many threads, which are held until this is closed. */
    public Nd4jKernels(int threads) {
        this.threads = Optional.of(NativeThreads.hold(threads));
    }

    @Override
    public void enter() {
        threads.ifPresent(NativeThreads::enter);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Memory memory() {
        return NativeMemory.shared();
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        return Optional.of(step.instruction().accept(new Recipes(step)).choice(step));
    }

    @Override
    public boolean owns(Format format) {
        return false;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        throw new IllegalStateException("nd4j has no format of its own; asked for " + from + " to " + to);
    }

    @Override
    public void close() {
        threads.ifPresent(NativeThreads::close);
    }
}
