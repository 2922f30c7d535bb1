package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nhwc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scales_mask;
import static org.bytedeco.dnnl.global.dnnl.dnnl_s8;
import static org.bytedeco.dnnl.global.dnnl.dnnl_u8;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * Convolutions of whole numbers with eight bits, on maps with their channels last. A map's whole numbers are multiples of one
 * step, a kernel's of one for each output channel; they are summed in 32 bits, and bias, residual and activation follow in
 * {@code float32}. What comes out has the format in which it is read: whole numbers again for other such convolutions.
 */
final class QuantizedConvolutions {
    private static final int FEWEST_CHANNELS = 16; // of a map that is worth it: a picture's fill no vector
    private static final int SIGNED = 127;
    private static final int UNSIGNED = 255;

    /** Without instructions that add in 32 bits two products of 255 are added in 16 bits, where more than this overflows. */
    private static final int NARROW = 64;

    /** For signed maps oneDNN halves kernels itself there: this is even. */
    private static final int HALVED = 126;

    private final Engine engine;
    private final Layouts layouts;
    private final Ranges ranges;
    private final boolean addsWide;

    /**
     * Convolutions of maps whose ranges are known.
     *
     * @param addsWide whether the CPU adds products of eight bits in 32
     */
    QuantizedConvolutions(Engine engine, Layouts layouts, Ranges ranges, boolean addsWide) {
        this.engine = engine;
        this.layouts = layouts;
        this.ranges = ranges;
        this.addsWide = addsWide;
    }

    /** The whole numbers of a map; empty where its range is not known. */
    private Optional<Layout> map(Value value) {
        return ranges.of(value.name()).map(range -> {
            int type = range.signed() ? dnnl_s8 : dnnl_u8;
            return new Layout(
                    engine.tagged(value.shape().toLongArray(), type, dnnl_nhwc),
                    range.bound() / (range.signed() ? SIGNED : UNSIGNED));
        });
    }

    private Layout floats(Shape shape) {
        return new Layout(engine.tagged(shape.toLongArray(), dnnl_f32, dnnl_nhwc));
    }

    /**
     * What a convolution would be; empty where its input's range is not known, or it is better in floating-point numbers:
     * pictures, and single channels, where hardly anything is multiplied.
     *
     * @param given formats of the inputs
     * @param wanted the format in which all who read the output want it
     */
    Optional<KernelChoice> forward(Step step, Instruction.Convolve convolve, List<Format> given, Format wanted) {
        Value x = step.inputs().get(0);
        return convolve.convolution().groups() > 1 || x.shape().channels() < FEWEST_CHANNELS
                ? Optional.empty()
                : map(x).map(source -> forward(step, convolve, source, given, wanted));
    }

    private KernelChoice forward(
            Step step, Instruction.Convolve convolve, Layout source, List<Format> given, Format wanted) {
        Shape weight = step.inputs().get(1).shape();
        Shape y = step.outputs().get(0).shape();
        Layout result = isLast(wanted, y) ? (Layout) wanted : floats(y);
        Optional<Layout> residual = convolve.residual(step).map(value -> residual(value, given.get(given.size() - 1)));
        Scales scales = new Scales(engine).step(DNNL_ARG_SRC, source).step(DNNL_ARG_DST, result);
        Primitive primitive = primitive(convolve, source, weight, result, following(convolve, residual, scales));
        if (primitive.isReference()) {
            throw new RefusedException("oneDNN has but its reference for such a convolution of whole numbers");
        }
        QuantizedKernel kernel =
                new QuantizedKernel(primitive.layout(DNNL_ARG_WEIGHTS), weight.dim(0), largest(source.type()));
        List<Format> inputs = new ArrayList<>(List.of(source, kernel));
        if (convolve.bias()) {
            inputs.add(Format.PLAIN);
        }
        residual.ifPresent(inputs::add);
        return new KernelChoice(
                primitive.implementation(),
                inputs,
                List.of(result.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> {
                    Engine.Arguments arguments = scales.bound(engine.bind(primitive, scratch))
                            .with(DNNL_ARG_SRC, source, in.get(0))
                            .with(DNNL_ARG_WEIGHTS, kernel.layout(), kernel.values(in.get(1)))
                            .with(
                                    DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS,
                                    engine.plain(kernel.channels()),
                                    kernel.steps(in.get(1)))
                            .with(DNNL_ARG_DST, result, out.get(0));
                    if (convolve.bias()) {
                        arguments.with(DNNL_ARG_BIAS, engine.plain(weight.dim(0)), in.get(2));
                    }
                    residual.ifPresent(
                            added -> arguments.with(PostOps.operand(addedAt(added)), added, in.get(in.size() - 1)));
                    return arguments.kernel();
                });
    }

    /** The largest whole number of a kernel for maps of a type. */
    private int largest(int type) {
        if (addsWide) {
            return SIGNED;
        }
        return type == dnnl_s8 ? HALVED : NARROW;
    }

    /** Whether oneDNN has more than its reference for a usual convolution here. */
    boolean areHere() {
        Shape map = Shape.of(1, 64, 32, 32);
        Layout source = new Layout(engine.tagged(map.toLongArray(), dnnl_u8, dnnl_nhwc));
        Instruction.Convolve convolve =
                new Instruction.Convolve(ConvolutionKernels.USUAL, false, false, Activation.NONE);
        Scales scales = new Scales(engine).step(DNNL_ARG_SRC, source);
        try {
            Primitive usual = primitive(
                    convolve,
                    source,
                    Shape.of(64, 64, 3, 3),
                    floats(map),
                    following(convolve, Optional.empty(), scales));
            return !usual.isReference();
        } catch (RefusedException e) {
            return false;
        }
    }

    /** Whether a format is one of maps with their channels last. */
    private boolean isLast(Format format, Shape shape) {
        return format instanceof Layout layout
                && layout.equals(
                        new Layout(engine.tagged(shape.toLongArray(), layout.type(), dnnl_nhwc), layout.step()));
    }

    /** What is added comes as it is, where it stands like that; else in whole numbers where its range is known. */
    private Layout residual(Value value, Format given) {
        return isLast(given, value.shape()) ? (Layout) given : map(value).orElseGet(() -> layouts.map(value.shape()));
    }

    private static int addedAt(Layout residual) {
        return residual.isQuantized() ? 1 : 0;
    }

    /** A residual of whole numbers is added to multiples of its step, because oneDNN has no scale for it. */
    private dnnl_primitive_attr following(Instruction.Convolve convolve, Optional<Layout> residual, Scales scales) {
        PostOps operations = PostOps.on(engine);
        residual.ifPresent(added -> {
            if (added.isQuantized()) {
                operations.eltwise(Eltwise.linear(1 / added.step(), 0));
            }
            operations.binary(dnnl_binary_add, added.desc());
            if (added.isQuantized()) {
                operations.eltwise(Eltwise.linear(added.step(), 0));
            }
        });
        if (convolve.activation() != Activation.NONE) {
            operations.eltwise(Eltwise.forward(convolve.activation()));
        }
        dnnl_primitive_attr attributes = scales.on(operations.attributes());
        Engine.offered(
                dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_WEIGHTS, 1),
                "a scale for each output channel");
        return attributes;
    }

    private Primitive primitive(
            Instruction.Convolve convolve, Layout source, Shape weight, Layout result, dnnl_primitive_attr attributes) {
        ConvolutionKernels.Window window = ConvolutionKernels.Window.of(convolve.convolution());
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_convolution_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_inference,
                        dnnl_convolution_direct,
                        source.desc(),
                        engine.any(weight.toLongArray(), dnnl_s8),
                        convolve.bias() ? engine.plain(weight.dim(0)) : null,
                        result.desc(),
                        window.strides(),
                        window.dilation(),
                        window.before(),
                        window.after(),
                        attributes),
                "a convolution of whole numbers with " + weight);
        return new Primitive(engine, desc);
    }

    /** Makes whole numbers of a kernel: the largest value of an output channel gets the largest of them. */
    KernelChoice quantize(Shape weight, Format from, QuantizedKernel to) {
        Primitive plain =
                layouts.reorder(layouts.desc(from, weight, Format.PLAIN), engine.plain(weight), engine.attributes());
        dnnl_primitive_attr attributes = engine.attributes();
        Engine.offered(dnnl_primitive_attr_set_scales_mask(attributes, DNNL_ARG_TO, 1), "a scale for each output");
        Primitive rounded = layouts.reorder(engine.plain(weight), to.layout().desc(), attributes);
        return new KernelChoice(
                rounded.implementation(),
                List.of(from),
                List.of(to),
                Float.BYTES * weight.size() + Math.max(plain.scratchBytes(), rounded.scratchBytes()),
                (in, out, scratch) -> {
                    Block values = scratch.part(0, Float.BYTES * weight.size());
                    Block rest = scratch.part(values.bytes(), scratch.bytes() - values.bytes());
                    Block steps = to.steps(out.get(0));
                    return Kernel.sequence(List.of(
                            engine.bind(plain, rest)
                                    .with(DNNL_ARG_FROM, layouts.desc(from, weight, Format.PLAIN), in.get(0))
                                    .with(DNNL_ARG_TO, engine.plain(weight), values)
                                    .kernel(),
                            steps(values, steps, to),
                            engine.bind(rounded, rest)
                                    .with(DNNL_ARG_FROM, engine.plain(weight), values)
                                    .with(DNNL_ARG_TO, to.layout(), to.values(out.get(0)))
                                    .with(DNNL_ARG_ATTR_SCALES | DNNL_ARG_TO, engine.plain(to.channels()), steps)
                                    .kernel()));
                });
    }

    private static Kernel steps(Block kernel, Block steps, QuantizedKernel to) {
        int count = Math.toIntExact(kernel.bytes() / Float.BYTES);
        FloatBuffer values = Host.floats(kernel, count);
        FloatBuffer made = Host.floats(steps, to.channels());
        int each = count / to.channels();
        return () -> {
            for (int channel = 0; channel < to.channels(); channel++) {
                float largest = 0;
                for (int i = channel * each; i < (channel + 1) * each; i++) {
                    largest = Math.max(largest, Math.abs(values.get(i)));
                }
                made.put(channel, largest > 0 ? largest / to.most() : 1);
            }
        };
    }
}
