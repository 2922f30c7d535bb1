package org.fpn4j.engine.contract;

import java.util.ArrayList;
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

/**
 * The kernels of another provider, and a diary of what becomes of them: {@code run} and {@code close} of each kernel with its
 * step's name, {@code [} and {@code ]} around what was handed over as one, and every {@code await}.
 */
final class RecordingKernels implements KernelProvider {
    private final KernelProvider inner;
    private final List<String> diary = new ArrayList<>();
    private final List<Integer> recorded = new ArrayList<>();

    RecordingKernels(KernelProvider inner) {
        this.inner = inner;
    }

    /** What happened, in order; what is added after a {@code clear()} is seen, too. */
    List<String> diary() {
        return diary;
    }

    /** How many kernels were handed over as one, each time. */
    List<Integer> recorded() {
        return recorded;
    }

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
        return inner.choose(step, inputs, wanted)
                .map(choice -> noted(step.instruction().label(), choice));
    }

    private KernelChoice noted(String step, KernelChoice choice) {
        return new KernelChoice(
                choice.kernel(),
                choice.inputs(),
                choice.outputs(),
                choice.scratch(),
                (List<Block> in, List<Block> out, Block scratch) ->
                        noted(step, choice.binding().bind(in, out, scratch)));
    }

    private Kernel noted(String step, Kernel kernel) {
        return new Kernel() {
            @Override
            public void run() {
                diary.add("run " + step);
                kernel.run();
            }

            @Override
            public void close() {
                diary.add("close " + step);
                kernel.close();
            }
        };
    }

    @Override
    public Kernel recorded(List<Kernel> kernels) {
        recorded.add(kernels.size());
        Kernel all = Kernel.sequence(kernels);
        return new Kernel() {
            @Override
            public void run() {
                diary.add("[");
                all.run();
                diary.add("]");
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }

    @Override
    public void await() {
        diary.add("await");
    }

    @Override
    public boolean owns(Format format) {
        return inner.owns(format);
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return noted("convert", inner.convert(shape, from, to));
    }

    @Override
    public void close() {
        inner.close();
    }
}
