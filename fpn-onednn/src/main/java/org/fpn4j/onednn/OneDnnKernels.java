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
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** The kernels of oneDNN. What it lacks is left to the next provider. */
public final class OneDnnKernels implements KernelProvider {
    private final Optional<NativeThreads> threads;
    private final Engine engine = new Engine();
    final Layouts layouts;
    final ConvolutionKernels convolutions;
    final ProductKernels products;
    final DepthwiseKernels depthwise;
    final ElementwiseKernels elementwise;
    final WindowKernels windows;
    final CellKernels cells;
    final FoldKernels folds;
    final FocalLossKernels focalLosses;
    final BatchNormKernels batchNorms;
    final GroupNormKernels groupNorms;
    final ShareKernels shares;
    final ChannelKernels channels;
    final PartKernels parts;
    private final Optional<QuantizedConvolutions> quantized;

    /** Kernels for one network, with as many threads as the process computes with already. */
    public OneDnnKernels(Precision precision) {
        this(precision, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** The same with this many threads, which are held until this is closed: oneDNN shares ND4J's OpenMP. */
    public OneDnnKernels(Precision precision, int threads) {
        this(KernelOptions.of(precision, threads));
    }

    /** The same for a network. */
    public OneDnnKernels(KernelOptions options) {
        this(
                options.precision(),
                Optional.of(NativeThreads.hold(options.threads())),
                suiting(options.precision(), options.purpose()),
                options.ranges());
    }

    /** Kernels for maps with these ranges, in whole numbers, with as many threads as the process computes with already. */
    OneDnnKernels(Ranges ranges) {
        this(Precision.INT8, Optional.empty(), suiting(Precision.INT8, Purpose.INFERENCE), ranges);
    }

    private OneDnnKernels(Precision precision, Optional<NativeThreads> threads, OptionalInt tag, Ranges ranges) {
        this(precision, threads, tag, tag, ranges);
    }

    /** The one layout of maps that suits a network best on this CPU; empty where oneDNN's own choices do. */
    private static OptionalInt suiting(Precision precision, Purpose purpose) {
        boolean last = precision == Precision.INT8
                || (precision == Precision.FLOAT32
                        && purpose == Purpose.INFERENCE
                        && OneDnn.predictsWithChannelsLast());
        return last ? OptionalInt.of(dnnl_nhwc) : OptionalInt.empty();
    }

    /** The type of what is no whole number. */
    private static int floatType(Precision precision) {
        return switch (precision) {
            case FLOAT32, FLOAT16 -> dnnl_f32;
            case BFLOAT16 -> dnnl_bf16;
            case INT8 -> OneDnn.bfloat16Unavailable().isEmpty() ? dnnl_bf16 : dnnl_f32;
        };
    }

    /**
     * Kernels with maps in layouts by their tags.
     *
     * @param mapTag where nothing else decides
     * @param convolutionTag of all maps that are convolved
     */
    OneDnnKernels(
            Precision precision, Optional<NativeThreads> threads, OptionalInt mapTag, OptionalInt convolutionTag) {
        this(precision, threads, mapTag, convolutionTag, Ranges.NONE);
    }

    private OneDnnKernels(
            Precision precision,
            Optional<NativeThreads> threads,
            OptionalInt mapTag,
            OptionalInt convolutionTag,
            Ranges ranges) {
        this.threads = threads;
        int type = floatType(precision);
        layouts = new Layouts(
                engine,
                type,
                precision == Precision.INT8 ? dnnl_f32 : type,
                mapTag.orElseGet(() -> Layouts.favouriteTag(engine, type)));
        convolutions = new ConvolutionKernels(engine, type, convolutionTag);
        products = new ProductKernels(engine, layouts, type);
        depthwise = new DepthwiseKernels(engine, layouts, convolutions, type);
        elementwise = new ElementwiseKernels(engine, layouts);
        windows = new WindowKernels(engine, layouts);
        cells = new CellKernels(engine, layouts);
        folds = new FoldKernels(engine, layouts);
        focalLosses = new FocalLossKernels(
                engine, elementwise, threads.map(NativeThreads::count).orElse(1));
        batchNorms = new BatchNormKernels(engine, layouts);
        groupNorms = new GroupNormKernels(engine, layouts, batchNorms, elementwise);
        shares = new ShareKernels(engine, layouts, elementwise);
        channels = new ChannelKernels(engine, layouts, elementwise);
        parts = new PartKernels(engine, layouts);
        quantized = precision == Precision.INT8
                ? Optional.of(new QuantizedConvolutions(engine, layouts, ranges, OneDnn.addsProductsWide()))
                : Optional.empty();
    }

    /** A convolution in whole numbers; empty where it is better, or can only be, in others. */
    Optional<KernelChoice> quantized(Step step, Instruction.Convolve convolve, List<Format> inputs, Format wanted) {
        try {
            return quantized.flatMap(kernels -> kernels.forward(step, convolve, inputs, wanted));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    boolean hasQuantizedConvolutions() {
        return quantized.filter(QuantizedConvolutions::areHere).isPresent();
    }

    /** In whole numbers a convolution makes what its readers want. */
    @Override
    public boolean looksAhead(Step step) {
        return KernelProvider.super.looksAhead(step)
                || (quantized.isPresent() && step.instruction() instanceof Instruction.Convolve);
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
        return format instanceof Layout || format instanceof QuantizedKernel;
    }

    @Override
    public KernelChoice convert(Shape shape, Format from, Format to) {
        return to instanceof QuantizedKernel kernel
                ? quantized.orElseThrow().quantize(shape, from, kernel)
                : layouts.convert(shape, from, to);
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
