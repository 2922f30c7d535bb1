package org.fpn4j.experiments.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelKey;
import org.fpn4j.engine.kernel.KernelLibrary;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Step;

/**
 * ND4J's kernels, one of which gives a neighbour of a number once: as bits go astray where threads race. Found where {@link
 * ExtraLibrary} says so.
 */
public final class TremblingKernels implements KernelLibrary {
    private static volatile String trembling = "";
    private static volatile int atRun;
    private static volatile int atPlace;
    private static final AtomicInteger RUNS = new AtomicInteger();

    /**
     * Has a value tremble.
     *
     * @param value by its name in the plan
     * @param run of all that compute it in this process from here on, from 1
     * @param place in the value
     */
    static void tremble(String value, int run, int place) {
        trembling = value;
        atRun = run;
        atPlace = place;
        RUNS.set(0);
    }

    @Override
    public String name() {
        return "trembling";
    }

    @Override
    public String title() {
        return "trembling kernels";
    }

    @Override
    public int rank() {
        return -1; // nobody takes it for nothing
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    @Override
    public Set<KernelKey> keys() {
        return Set.of();
    }

    @Override
    public Optional<String> unavailable(Precision precision) {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "trembling kernels";
    }

    @Override
    public KernelProvider create(KernelOptions options) {
        return new Provider(new Nd4jKernels(options.threads()));
    }

    private record Provider(Nd4jKernels kernels) implements KernelProvider {
        @Override
        public String name() {
            return "trembling";
        }

        @Override
        public Memory memory() {
            return kernels.memory();
        }

        @Override
        public void enter() {
            kernels.enter();
        }

        @Override
        public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
            Optional<KernelChoice> choice = kernels.choose(step, inputs, wanted);
            for (int i = 0; i < step.outputs().size(); i++) {
                if (step.outputs().get(i).name().equals(trembling)) {
                    int output = i;
                    return choice.map(still -> trembling(still, output));
                }
            }
            return choice;
        }

        private static KernelChoice trembling(KernelChoice still, int output) {
            return new KernelChoice(
                    still.kernel(), still.inputs(), still.outputs(), still.scratch(), (in, out, scratch) -> {
                        Kernel kernel = still.binding().bind(in, out, scratch);
                        return () -> {
                            kernel.run();
                            if (RUNS.incrementAndGet() == atRun) {
                                nudge(out.get(output));
                            }
                        };
                    });
        }

        private static void nudge(Block block) {
            float[] value = new float[1];
            block.read(atPlace, value, 0, 1);
            value[0] = Math.nextUp(value[0]);
            block.memory().write(block.offset() + atPlace, value, 0, 1);
        }

        @Override
        public boolean owns(Format format) {
            return kernels.owns(format);
        }

        @Override
        public KernelChoice convert(Shape shape, Format from, Format to) {
            return kernels.convert(shape, from, to);
        }

        @Override
        public void close() {
            kernels.close();
        }
    }
}
