package org.fpn4j.training.loop;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** ND4J's kernels, whose gradients of weights overflow above a limit, as those of {@code float16} do. */
record NarrowKernels(Nd4jKernels inner, float limit) implements KernelProvider {
    NarrowKernels(float limit) {
        this(new Nd4jKernels(), limit);
    }

    @Override
    public String name() {
        return "narrow";
    }

    @Override
    public Memory memory() {
        return inner.memory();
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        Optional<KernelChoice> choice = inner.choose(step, inputs, wanted);
        return step.instruction() instanceof Instruction.ConvolveBackwardWeights ? choice.map(this::narrow) : choice;
    }

    private KernelChoice narrow(KernelChoice wide) {
        return new KernelChoice(
                wide.kernel(),
                wide.inputs(),
                wide.outputs(),
                wide.scratch(),
                (List<Block> in, List<Block> out, Block scratch) -> {
                    Kernel kernel = wide.binding().bind(in, out, scratch);
                    return new Kernel() {
                        @Override
                        public void run() {
                            kernel.run();
                            out.forEach(NarrowKernels.this::overflow);
                        }

                        @Override
                        public void close() {
                            kernel.close();
                        }
                    };
                });
    }

    private void overflow(Block block) {
        float[] values = new float[(int) (block.bytes() / Float.BYTES)];
        block.read(0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]) > limit ? Float.POSITIVE_INFINITY : values[i];
        }
        block.write(values);
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
    public void close() {
        inner.close();
    }
}
