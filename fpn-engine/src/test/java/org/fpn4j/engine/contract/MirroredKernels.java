package org.fpn4j.engine.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's kernels for some steps, on values that stand in reverse order behind some that mean nothing: whoever forgets a
 * conversion reads the wrong values.
 */
public final class MirroredKernels implements KernelProvider {
    private static final int MARGIN = 16; // values in front

    /** Last value first. */
    public static final Format MIRRORED = new Format() {
        @Override
        public long bytes(Shape shape) {
            return Float.BYTES * (shape.size() + MARGIN);
        }

        @Override
        public String toString() {
            return "mirrored";
        }
    };

    private final Nd4jKernels plain = new Nd4jKernels();
    private final Predicate<Instruction> taken;

    /** Kernels for these instructions; running statistics, which stand in plain parameters, are never taken. */
    public MirroredKernels(Predicate<Instruction> taken) {
        this.taken = taken;
    }

    @Override
    public String name() {
        return "mirrored";
    }

    @Override
    public Memory memory() {
        return plain.memory();
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        if (step.instruction() instanceof NormInstruction.UpdateStatistics || !taken.test(step.instruction())) {
            return Optional.empty();
        }
        KernelChoice inner = plain.choose(step, inputs, Format.PLAIN).orElseThrow();
        List<Value> values = new ArrayList<>(step.inputs());
        values.addAll(step.outputs());
        long copies = values.stream().mapToLong(value -> aligned(value.shape())).sum();
        return Optional.of(new KernelChoice(
                "mirrored " + inner.kernel(),
                Collections.nCopies(step.inputs().size(), MIRRORED),
                Collections.nCopies(step.outputs().size(), MIRRORED),
                copies + inner.scratch(),
                (in, out, scratch) -> bind(step, inner, in, out, scratch)));
    }

    private static Kernel bind(Step step, KernelChoice inner, List<Block> in, List<Block> out, Block scratch) {
        long offset = scratch.offset();
        List<Block> plainIn = new ArrayList<>();
        List<Block> plainOut = new ArrayList<>();
        for (Value value : step.inputs()) {
            plainIn.add(new Block(
                    scratch.memory(), offset, Float.BYTES * value.shape().size()));
            offset += aligned(value.shape()) / Float.BYTES;
        }
        for (Value value : step.outputs()) {
            plainOut.add(new Block(
                    scratch.memory(), offset, Float.BYTES * value.shape().size()));
            offset += aligned(value.shape()) / Float.BYTES;
        }
        Kernel kernel = inner.binding().bind(plainIn, plainOut, new Block(scratch.memory(), offset, inner.scratch()));
        return () -> {
            for (int i = 0; i < in.size(); i++) {
                mirror(
                        in.get(i),
                        MARGIN,
                        plainIn.get(i),
                        0,
                        step.inputs().get(i).shape());
            }
            kernel.run();
            for (int i = 0; i < out.size(); i++) {
                mirror(
                        plainOut.get(i),
                        0,
                        out.get(i),
                        MARGIN,
                        step.outputs().get(i).shape());
            }
        };
    }

    private static long aligned(Shape shape) {
        return (Float.BYTES * shape.size() + 63) / 64 * 64;
    }

    private static void mirror(Block from, int fromMargin, Block to, int toMargin, Shape shape) {
        INDArray source = NativeVector.of(from.memory()).array(from.offset() + fromMargin, shape.size());
        INDArray target = NativeVector.of(to.memory()).array(to.offset() + toMargin, shape.size());
        target.assign(Nd4j.reverse(source.dup()));
    }

    @Override
    public boolean owns(Format format) {
        return format == MIRRORED;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return new KernelChoice(
                "mirror",
                List.of(from),
                List.of(to),
                0,
                (in, out, scratch) -> () -> mirror(in.get(0), margin(from), out.get(0), margin(to), shape));
    }

    private static int margin(Format format) {
        return format == MIRRORED ? MARGIN : 0;
    }

    @Override
    public void close() {
        plain.close();
    }
}
