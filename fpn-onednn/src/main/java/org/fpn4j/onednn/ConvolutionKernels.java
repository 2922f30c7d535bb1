package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** Convolutions. oneDNN chooses the layouts where nobody else does; bias, residual and activation run in the convolution's own pass. */
final class ConvolutionKernels {
    /** Of stride 1, on maps whose size a kernel 3x3 keeps. */
    static final Operation.Convolution USUAL = new Operation.Convolution(1, Padding.of(1), 1);

    private static final int FEWEST_CHANNELS = 16; // of a map that has a layout of its own

    private final Engine engine;
    private final int type;
    private final OptionalInt mapTag;

    /**
     * Convolutions on activations and weights of a type.
     *
     * @param type {@code dnnl_f32} or {@code dnnl_bf16}; biases and gradients of parameters are {@code float32} always
     */
    ConvolutionKernels(Engine engine, int type) {
        this(engine, type, OptionalInt.empty());
    }

    /**
     * The same on maps in one layout.
     *
     * @param mapTag the layout by its tag; without one, oneDNN chooses for each convolution
     */
    ConvolutionKernels(Engine engine, int type, OptionalInt mapTag) {
        this.engine = engine;
        this.type = type;
        this.mapTag = mapTag;
    }

    /** A map as convolutions take it; images, whose few channels fill no block, as oneDNN likes them best. */
    private dnnl_memory_desc map(Shape shape, int type) {
        return mapTag.isPresent() && shape.channels() >= FEWEST_CHANNELS
                ? engine.tagged(shape.toLongArray(), type, mapTag.getAsInt())
                : engine.any(shape.toLongArray(), type);
    }

    /** A window as oneDNN takes it. */
    record Window(long[] strides, long[] dilation, long[] before, long[] after) {
        static Window of(Operation.Convolution convolution) {
            int stride = convolution.stride();
            Padding padding = convolution.padding();
            long between = convolution.dilation() - 1L; // oneDNN counts the cells between two taps
            return new Window(
                    new long[] {stride, stride},
                    new long[] {between, between},
                    new long[] {padding.top(), padding.left()},
                    new long[] {padding.bottom(), padding.right()});
        }
    }

    /** A depthwise kernel {@code [C, 1, kH, kW]} is one of C groups to oneDNN. */
    static long[] kernelDims(Shape weight, int groups) {
        return groups == 1
                ? weight.toLongArray()
                : new long[] {groups, weight.dim(0) / groups, weight.dim(1), weight.dim(2), weight.dim(3)};
    }

    /** A convolution 3x3 of stride 1 that keeps a map's size, in layouts of oneDNN's choice, with memory of its own. */
    static Primitive usual(Engine engine, int type, Shape x, Shape weight, Shape y) {
        return new ConvolutionKernels(engine, type).forward(x, weight, y, Window.of(USUAL), 1, false, null);
    }

    private Primitive forward(
            Shape x, Shape weight, Shape y, Window window, int groups, boolean bias, dnnl_primitive_attr attributes) {
        return forward(type, x, weight, y, window, groups, bias, attributes);
    }

    private Primitive forward(
            int type,
            Shape x,
            Shape weight,
            Shape y,
            Window window,
            int groups,
            boolean bias,
            dnnl_primitive_attr attributes) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_convolution_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_training,
                        dnnl_convolution_direct,
                        map(x, type),
                        engine.any(kernelDims(weight, groups), type),
                        bias ? engine.plain(weight.dim(0)) : null,
                        map(y, type),
                        window.strides(),
                        window.dilation(),
                        window.before(),
                        window.after(),
                        attributes),
                "a convolution " + x + " * " + weight);
        return new Primitive(engine, desc);
    }

    KernelChoice forward(Step step, Instruction.Convolve convolve) {
        Shape x = step.inputs().get(0).shape();
        Shape weight = step.inputs().get(1).shape();
        Shape y = step.outputs().get(0).shape();
        Window window = Window.of(convolve.convolution());
        boolean bias = convolve.bias();
        Layout output = forward(x, weight, y, window, convolve.convolution().groups(), bias, engine.attributes())
                .layout(DNNL_ARG_DST);
        dnnl_primitive_attr attributes = PostOps.following(engine, convolve, output.desc());
        Primitive primitive =
                forward(x, weight, y, window, convolve.convolution().groups(), bias, attributes);
        Layout source = primitive.layout(DNNL_ARG_SRC);
        Layout kernel = primitive.layout(DNNL_ARG_WEIGHTS);
        Layout result = primitive.layout(DNNL_ARG_DST);
        List<Format> inputs = new ArrayList<>(List.of(source.format(), kernel.format()));
        if (bias) {
            inputs.add(Format.PLAIN);
        }
        if (convolve.residual()) {
            inputs.add(output.format());
        }
        return new KernelChoice(
                primitive.implementation(),
                inputs,
                List.of(result.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> {
                    Engine.Arguments arguments = engine.bind(primitive, scratch)
                            .with(DNNL_ARG_SRC, source, in.get(0))
                            .with(DNNL_ARG_WEIGHTS, kernel, in.get(1))
                            .with(DNNL_ARG_DST, result, out.get(0));
                    if (bias) {
                        arguments.with(DNNL_ARG_BIAS, engine.plain(weight.dim(0)), in.get(2));
                    }
                    if (convolve.residual()) {
                        arguments.with(PostOps.operand(0), output, in.get(in.size() - 1));
                    }
                    return arguments.kernel();
                });
    }

    /** One of this type, or of {@code float32} where oneDNN has but its slow reference for it, as on Arm. */
    private Primitive gradient(IntFunction<Primitive> ofType) {
        Primitive primitive = ofType.apply(type);
        return type == dnnl_f32 || !primitive.isReference() ? primitive : ofType.apply(dnnl_f32);
    }

    /** oneDNN's first way, or its way for depthwise kernels where it has one: others that it puts first are several times slower. */
    private static Primitive suiting(int groups, Supplier<Primitive> described) {
        Primitive first = described.get();
        if (groups == 1 || DepthwiseKernels.isDepthwise(first.implementation())) {
            return first;
        }
        Primitive other = described.get();
        while (other.next()) {
            if (DepthwiseKernels.isDepthwise(other.implementation())) {
                return other;
            }
        }
        return first;
    }

    private Primitive backwardData(int type, Shape dx, Shape weight, Shape dy, Window window, int groups) {
        Primitive hint = forward(type, dx, weight, dy, window, groups, false, engine.attributes());
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_convolution_backward_data_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_convolution_direct,
                        map(dx, type),
                        engine.any(kernelDims(weight, groups), type),
                        map(dy, type),
                        window.strides(),
                        window.dilation(),
                        window.before(),
                        window.after(),
                        hint.desc(),
                        engine.attributes()),
                "the gradient of a convolution's input");
        return new Primitive(engine, desc);
    }

    KernelChoice backwardData(Step step, Instruction.ConvolveBackwardData convolve) {
        Shape weight = step.inputs().get(0).shape();
        Shape dy = step.inputs().get(1).shape();
        Shape dx = step.outputs().get(0).shape();
        Window window = Window.of(convolve.convolution());
        int groups = convolve.convolution().groups();
        Primitive primitive = gradient(of -> suiting(groups, () -> backwardData(of, dx, weight, dy, window, groups)));
        Layout kernel = primitive.layout(DNNL_ARG_WEIGHTS);
        Layout gradient = primitive.layout(DNNL_ARG_DIFF_DST);
        Layout result = primitive.layout(DNNL_ARG_DIFF_SRC);
        return new KernelChoice(
                primitive.implementation(),
                List.of(kernel.format(), gradient.format()),
                List.of(result.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_WEIGHTS, kernel, in.get(0))
                        .with(DNNL_ARG_DIFF_DST, gradient, in.get(1))
                        .with(DNNL_ARG_DIFF_SRC, result, out.get(0))
                        .kernel());
    }

    private Primitive backwardWeights(
            int type, Shape x, Shape weight, Shape dy, Window window, int groups, boolean bias) {
        Primitive hint = forward(type, x, weight, dy, window, groups, bias, engine.attributes());
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_convolution_backward_weights_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_convolution_direct,
                        map(x, type),
                        engine.any(kernelDims(weight, groups), dnnl_f32),
                        bias ? engine.plain(weight.dim(0)) : null,
                        map(dy, type),
                        window.strides(),
                        window.dilation(),
                        window.before(),
                        window.after(),
                        hint.desc(),
                        engine.attributes()),
                "the gradient of a convolution's kernel");
        return new Primitive(engine, desc);
    }

    KernelChoice backwardWeights(Step step, Instruction.ConvolveBackwardWeights convolve) {
        Shape x = step.inputs().get(0).shape();
        Shape dy = step.inputs().get(1).shape();
        Shape weight = step.outputs().get(0).shape();
        Window window = Window.of(convolve.convolution());
        Primitive primitive = gradient(of -> backwardWeights(
                of, x, weight, dy, window, convolve.convolution().groups(), convolve.bias()));
        Layout source = primitive.layout(DNNL_ARG_SRC);
        Layout gradient = primitive.layout(DNNL_ARG_DIFF_DST);
        Layout result = primitive.layout(DNNL_ARG_DIFF_WEIGHTS);
        List<Format> outputs = convolve.bias() ? List.of(result.format(), Format.PLAIN) : List.of(result.format());
        return new KernelChoice(
                primitive.implementation(),
                List.of(source.format(), gradient.format()),
                outputs,
                primitive.scratchBytes(),
                (in, out, scratch) -> {
                    Engine.Arguments arguments = engine.bind(primitive, scratch)
                            .with(DNNL_ARG_SRC, source, in.get(0))
                            .with(DNNL_ARG_DIFF_DST, gradient, in.get(1))
                            .with(DNNL_ARG_DIFF_WEIGHTS, result, out.get(0));
                    if (convolve.bias()) {
                        arguments.with(DNNL_ARG_DIFF_BIAS, engine.plain(weight.dim(0)), out.get(1));
                    }
                    // on maps of one column oneDNN reads scratch memory that it has not written, if the stride is 2
                    return x.width() < weight.dim(3) && primitive.scratchBytes() > 0
                            ? Kernel.sequence(List.of(Engine.cleared(scratch), arguments.kernel()))
                            : arguments.kernel();
                });
    }

    /** What oneDNN would use for a convolution of the usual kind. */
    String implementation() {
        Shape map = Shape.of(1, 64, 32, 32);
        return usual(engine, type, map, Shape.of(64, 64, 3, 3), map).implementation();
    }
}
