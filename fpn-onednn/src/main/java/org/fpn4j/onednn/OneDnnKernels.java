package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nhwc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeMemory;
import org.fpn4j.core.nd4j.NativeThreads;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.plan.Step;

/** The kernels of oneDNN. What it lacks is left to the next provider. */
public final class OneDnnKernels implements KernelProvider {
    private final Optional<NativeThreads> threads;
    private final Engine engine = new Engine();
    private final Layouts layouts;
    final ConvolutionKernels convolutions;
    final ElementwiseKernels elementwise;
    final WindowKernels windows;
    final CellKernels cells;
    final FoldKernels folds;
    final FocalLossKernels focalLosses;
    final BatchNormKernels batchNorms;
    final GroupNormKernels groupNorms;
    final ShareKernels shares;

    /** Kernels for one network, with as many threads as the process computes with already. */
    public OneDnnKernels(Precision precision) {
        this(precision, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** The same with this many threads, which are held until this is closed: oneDNN shares ND4J's OpenMP. */
    public OneDnnKernels(Precision precision, int threads) {
        this(precision, threads, Purpose.TRAINING);
    }

    /** The same for a purpose. */
    public OneDnnKernels(Precision precision, int threads, Purpose purpose) {
        this(precision, Optional.of(NativeThreads.hold(threads)), suiting(precision, purpose));
    }

    private OneDnnKernels(Precision precision, Optional<NativeThreads> threads, OptionalInt tag) {
        this(precision, threads, tag, tag);
    }

    /** The one layout of maps that suits a network best on this CPU; empty where oneDNN's own choices do. */
    private static OptionalInt suiting(Precision precision, Purpose purpose) {
        return precision == Precision.FLOAT32 && purpose == Purpose.INFERENCE && OneDnn.predictsWithChannelsLast()
                ? OptionalInt.of(dnnl_nhwc)
                : OptionalInt.empty();
    }

    /**
     * Kernels with maps in layouts by their tags.
     *
     * @param mapTag where nothing else decides
     * @param convolutionTag of all maps that are convolved
     */
    OneDnnKernels(
            Precision precision, Optional<NativeThreads> threads, OptionalInt mapTag, OptionalInt convolutionTag) {
        this.threads = threads;
        int type = precision == Precision.BFLOAT16 ? dnnl_bf16 : dnnl_f32;
        layouts = new Layouts(engine, type, mapTag.orElseGet(() -> Layouts.favouriteTag(engine, type)));
        convolutions = new ConvolutionKernels(engine, type, convolutionTag);
        elementwise = new ElementwiseKernels(engine);
        windows = new WindowKernels(engine, layouts);
        cells = new CellKernels(engine, layouts);
        folds = new FoldKernels(engine, layouts);
        focalLosses = new FocalLossKernels(engine, elementwise);
        batchNorms = new BatchNormKernels(engine, layouts);
        groupNorms = new GroupNormKernels(engine, layouts, batchNorms, elementwise);
        shares = new ShareKernels(engine, layouts, elementwise);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public Memory memory() {
        return NativeMemory.shared();
    }

    @Override
    public void enter() {
        threads.ifPresent(NativeThreads::enter);
    }

    @Override
    public Optional<KernelChoice> choose(Step step, List<Format> inputs, Format wanted) {
        return step.instruction().accept(new StepChoices(this, step, inputs, wanted));
    }

    @Override
    public boolean owns(Format format) {
        return format instanceof Layout;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return layouts.convert(shape, from, to);
    }

    /** In which a map may come to a kernel that takes it as it is. */
    List<Function<Shape, Format>> mapFormats() {
        return List.of(layouts::map, layouts::channelsLast);
    }

    @Override
    public void close() {
        engine.close();
        threads.ifPresent(NativeThreads::close);
    }
}
