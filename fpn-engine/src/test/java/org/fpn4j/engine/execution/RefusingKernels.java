package org.fpn4j.engine.execution;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** ND4J's kernels behind a library that refuses some steps. */
record RefusingKernels(Predicate<Instruction> refused, String reason) implements KernelProvider {
    @Override
    public String name() {
        return "refusing";
    }

    @Override
    public Memory memory() {
        return NativeMemory.shared();
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        if (refused.test(step.instruction())) {
            throw new RefusedException(reason);
        }
        return new Nd4jKernels().choose(step, inputs, wanted);
    }

    @Override
    public boolean owns(Format format) {
        return false;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        throw new IllegalStateException("no formats of its own");
    }

    @Override
    public void close() {}
}
