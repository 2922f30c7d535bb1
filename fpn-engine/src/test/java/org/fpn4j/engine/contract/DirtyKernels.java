package org.fpn4j.engine.contract;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Step;

/** Another provider's kernels, whose scratch memory is filled with one value before each run. */
record DirtyKernels(KernelProvider inner, float left) implements KernelProvider {
    /** Two values that are not numbers where values take half the space. */
    static final float NOT_A_NUMBER = Float.intBitsToFloat(0x7FC07FC0);

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Memory memory() {
        return inner.memory();
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        return inner.choose(step, inputs, wanted).map(this::dirty);
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return dirty(inner.convert(shape, from, to));
    }

    private KernelChoice dirty(KernelChoice choice) {
        return new KernelChoice(
                choice.kernel(), choice.inputs(), choice.outputs(), choice.scratch(), (inputs, outputs, scratch) -> {
                    Kernel kernel = choice.binding().bind(inputs, outputs, scratch);
                    return scratch == null ? kernel : new Dirty(kernel, scratch, left);
                });
    }

    private record Dirty(Kernel kernel, Block scratch, float left) implements Kernel {
        @Override
        public void run() {
            long count = scratch.bytes() / Float.BYTES;
            scratch.memory().memory().algebra().fill(scratch.memory().part(scratch.offset(), count), left);
            kernel.run();
        }

        @Override
        public void close() {
            kernel.close();
        }
    }

    @Override
    public boolean owns(Format format) {
        return inner.owns(format);
    }

    @Override
    public void close() {
        inner.close();
    }
}
