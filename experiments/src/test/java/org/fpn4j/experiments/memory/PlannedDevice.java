package org.fpn4j.experiments.memory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.VectorAlgebra;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/**
 * A device that plans can be made for and nothing can run on.
 *
 * @param isFed whether a step's inputs can be brought to it while another is computed
 */
record PlannedDevice(String name, OptionalLong available, boolean isFed) implements Memory {
    @Override
    public FlatVector allocate(long length) {
        throw new IllegalStateException("a plan takes no memory");
    }

    @Override
    public VectorAlgebra algebra() {
        return NativeMemory.shared().algebra();
    }

    /** Some steps here, the others on the host. */
    PlanExecutor executor(Predicate<Instruction> here) {
        return new PlanExecutor("planned", () -> List.of(new Kernels(this, here), new Nd4jKernels()));
    }

    private record Kernels(Memory memory, Predicate<Instruction> here) implements KernelProvider {
        private static final Nd4jKernels CHOICES = new Nd4jKernels();

        @Override
        public String name() {
            return "planned";
        }

        @Override
        public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
            return here.test(step.instruction()) ? CHOICES.choose(step, inputs, wanted) : Optional.empty();
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
}
