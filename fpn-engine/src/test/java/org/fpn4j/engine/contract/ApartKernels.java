package org.fpn4j.engine.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/**
 * ND4J's kernels for some steps, on values in a memory that ND4J cannot reach: each carries its values over and back on its
 * own. Whoever hands over a block of another memory gets an exception, and whoever forgets a copy reads what is not defined.
 */
public final class ApartKernels implements KernelProvider {
    private final ArrayMemory memory = new ArrayMemory();
    private final Nd4jKernels inner = new Nd4jKernels();
    private final Predicate<Instruction> taken;

    /**
     * Makes them, with a memory of their own.
     *
     * @param taken which steps they are for
     */
    public ApartKernels(Predicate<Instruction> taken) {
        this.taken = taken;
    }

    @Override
    public String name() {
        return "apart";
    }

    @Override
    public ArrayMemory memory() {
        return memory;
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        return taken.test(step.instruction())
                ? inner.choose(step, inputs, wanted).map(this::apart)
                : Optional.empty();
    }

    private KernelChoice apart(KernelChoice choice) {
        return new KernelChoice(
                choice.kernel(),
                choice.inputs(),
                choice.outputs(),
                choice.scratch(),
                (in, out, scratch) -> new Carried(choice, in, out, scratch));
    }

    private static final class Carried implements Kernel {
        private final List<FlatVector> owned = new ArrayList<>();
        private final List<Block> here = new ArrayList<>();
        private final List<Block> there = new ArrayList<>();
        private final int inputs;
        private final Kernel kernel;

        Carried(KernelChoice choice, List<Block> in, List<Block> out, Block scratch) {
            inputs = in.size();
            in.forEach(this::twin);
            out.forEach(this::twin);
            Block ownScratch = scratch == null ? null : twin(scratch);
            kernel = choice.binding()
                    .bind(there.subList(0, inputs), there.subList(inputs, inputs + out.size()), ownScratch);
        }

        private Block twin(Block block) {
            if (!(block.memory() instanceof ArrayMemory.ArrayVector)) {
                throw new IllegalArgumentException(
                        "a block of memory[" + block.memory().memory().name() + "]");
            }
            FlatVector vector = NativeMemory.shared().allocate(block.bytes() / Float.BYTES);
            owned.add(vector);
            here.add(block);
            there.add(new Block(vector, 0, block.bytes()));
            return there.get(there.size() - 1);
        }

        @Override
        public void run() {
            for (int i = 0; i < here.size(); i++) { // outputs too: some change in place
                carry(here.get(i), there.get(i));
            }
            kernel.run();
            for (int i = inputs; i < here.size(); i++) {
                carry(there.get(i), here.get(i));
            }
        }

        private static void carry(Block from, Block to) {
            to.memory().copy(to.offset(), from.memory(), from.offset(), to.bytes() / Float.BYTES);
        }

        @Override
        public void close() {
            kernel.close();
            owned.forEach(FlatVector::close);
        }
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
