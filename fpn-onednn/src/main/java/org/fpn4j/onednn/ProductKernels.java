package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_forward_primitive_desc_create;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/**
 * Convolutions whose kernel covers the map, of many maps: a fully connected layer, and a product of matrices. oneDNN's
 * convolutions of single cells take three times as long as its inner products or longer. A result {@code [N, K, 1, 1]} is a
 * matrix to oneDNN; here its layout is that of channels last, in which the same bytes mean the same.
 */
final class ProductKernels {
    private static final int FEWEST = 32; // maps; of fewer the kernel must be read anyhow

    private final Engine engine;
    private final Layouts layouts;
    private final int type;

    /**
     * Products of a type.
     *
     * @param type {@code dnnl_f32} or {@code dnnl_bf16}; biases and gradients of parameters are {@code float32} always
     */
    ProductKernels(Engine engine, Layouts layouts, int type) {
        this.engine = engine;
        this.layouts = layouts;
        this.type = type;
    }

    /** Whether a convolution is such a product. */
    private static boolean covers(Shape x, Shape weight, Operation.Convolution convolution) {
        return convolution.groups() == 1
                && convolution.padding().equals(Padding.NONE)
                && x.batch() >= FEWEST
                && x.height() == weight.dim(2)
                && x.width() == weight.dim(3);
    }

    /** Where oneDNN has nothing but the loop that defines the product, or nothing at all, the convolution is better. */
    private static Optional<Primitive> fast(Supplier<Primitive> described) {
        try {
            return Optional.of(described.get()).filter(primitive -> !primitive.isReference());
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** Maps of single cells, where every layout but one would be filled up, have channels last; others as oneDNN likes it. */
    private dnnl_memory_desc map(Shape shape) {
        return shape.height() * shape.width() == 1
                ? layouts.channelsLast(shape).desc()
                : engine.any(shape.toLongArray(), type);
    }

    private dnnl_memory_desc matrix(Shape y) {
        return engine.tagged(new long[] {y.batch(), y.channels()}, type, dnnl_ab);
    }

    private Primitive forward(Shape x, Shape weight, Shape y, boolean bias, dnnl_primitive_attr attributes) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_inner_product_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_training,
                        map(x),
                        engine.any(weight.toLongArray(), type),
                        bias ? engine.plain(weight.dim(0)) : null,
                        matrix(y),
                        attributes),
                "a product " + x + " * " + weight);
        return new Primitive(engine, desc);
    }

    /** Empty where the convolution is none, or nothing is won. */
    Optional<KernelChoice> forward(Step step, Instruction.Convolve convolve) {
        Shape x = step.inputs().get(0).shape();
        Shape weight = step.inputs().get(1).shape();
        if (!covers(x, weight, convolve.convolution())) {
            return Optional.empty();
        }
        Shape y = step.outputs().get(0).shape();
        dnnl_memory_desc matrix = matrix(y);
        return fast(() -> forward(x, weight, y, convolve.bias(), PostOps.following(engine, convolve, matrix)))
                .map(primitive -> forward(primitive, convolve, matrix, weight, y));
    }

    private KernelChoice forward(
            Primitive primitive, Instruction.Convolve convolve, dnnl_memory_desc matrix, Shape weight, Shape y) {
        boolean bias = convolve.bias();
        Layout source = primitive.layout(DNNL_ARG_SRC);
        Layout kernel = primitive.layout(DNNL_ARG_WEIGHTS);
        Format result = layouts.channelsLast(y).format();
        List<Format> inputs = new ArrayList<>(List.of(source.format(), kernel.format()));
        if (bias) {
            inputs.add(Format.PLAIN);
        }
        if (convolve.residual()) {
            inputs.add(result);
        }
        return new KernelChoice(
                primitive.implementation(), inputs, List.of(result), primitive.scratchBytes(), (in, out, scratch) -> {
                    Engine.Arguments arguments = engine.bind(primitive, scratch)
                            .with(DNNL_ARG_SRC, source, in.get(0))
                            .with(DNNL_ARG_WEIGHTS, kernel, in.get(1))
                            .with(DNNL_ARG_DST, matrix, out.get(0));
                    if (bias) {
                        arguments.with(DNNL_ARG_BIAS, engine.plain(weight.dim(0)), in.get(2));
                    }
                    if (convolve.residual()) {
                        arguments.with(PostOps.operand(0), matrix, in.get(in.size() - 1));
                    }
                    return arguments.kernel();
                });
    }

    private Primitive backwardData(Shape dx, Shape weight, Shape dy) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_inner_product_backward_data_primitive_desc_create(
                        desc,
                        engine.handle(),
                        map(dx),
                        engine.any(weight.toLongArray(), type),
                        matrix(dy),
                        forward(dx, weight, dy, false, engine.attributes()).desc(),
                        engine.attributes()),
                "the gradient of a product's input");
        return new Primitive(engine, desc);
    }

    /** As {@link #forward(Step, Instruction.Convolve)}. */
    Optional<KernelChoice> backwardData(Step step, Instruction.ConvolveBackwardData data) {
        Shape weight = step.inputs().get(0).shape();
        Shape dy = step.inputs().get(1).shape();
        Shape dx = step.outputs().get(0).shape();
        return covers(dx, weight, data.convolution())
                ? fast(() -> backwardData(dx, weight, dy)).map(primitive -> backwardData(primitive, dy))
                : Optional.empty();
    }

    private KernelChoice backwardData(Primitive primitive, Shape dy) {
        Layout kernel = primitive.layout(DNNL_ARG_WEIGHTS);
        Layout result = primitive.layout(DNNL_ARG_DIFF_SRC);
        return new KernelChoice(
                primitive.implementation(),
                List.of(kernel.format(), layouts.channelsLast(dy).format()),
                List.of(result.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_WEIGHTS, kernel, in.get(0))
                        .with(DNNL_ARG_DIFF_DST, matrix(dy), in.get(1))
                        .with(DNNL_ARG_DIFF_SRC, result, out.get(0))
                        .kernel());
    }

    private Primitive backwardWeights(Shape x, Shape weight, Shape dy, boolean bias) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_inner_product_backward_weights_primitive_desc_create(
                        desc,
                        engine.handle(),
                        map(x),
                        engine.any(weight.toLongArray(), dnnl_f32),
                        bias ? engine.plain(weight.dim(0)) : null,
                        matrix(dy),
                        forward(x, weight, dy, bias, engine.attributes()).desc(),
                        engine.attributes()),
                "the gradient of a product's kernel");
        return new Primitive(engine, desc);
    }

    /** As {@link #forward(Step, Instruction.Convolve)}. */
    Optional<KernelChoice> backwardWeights(Step step, Instruction.ConvolveBackwardWeights weights) {
        Shape x = step.inputs().get(0).shape();
        Shape dy = step.inputs().get(1).shape();
        Shape weight = step.outputs().get(0).shape();
        boolean bias = weights.bias();
        return covers(x, weight, weights.convolution())
                ? fast(() -> backwardWeights(x, weight, dy, bias))
                        .map(primitive -> backwardWeights(primitive, weight, dy, bias))
                : Optional.empty();
    }

    private KernelChoice backwardWeights(Primitive primitive, Shape weight, Shape dy, boolean bias) {
        Layout source = primitive.layout(DNNL_ARG_SRC);
        Layout result = primitive.layout(DNNL_ARG_DIFF_WEIGHTS);
        return new KernelChoice(
                primitive.implementation(),
                List.of(source.format(), layouts.channelsLast(dy).format()),
                bias ? List.of(result.format(), Format.PLAIN) : List.of(result.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> {
                    Engine.Arguments arguments = engine.bind(primitive, scratch)
                            .with(DNNL_ARG_SRC, source, in.get(0))
                            .with(DNNL_ARG_DIFF_DST, matrix(dy), in.get(1))
                            .with(DNNL_ARG_DIFF_WEIGHTS, result, out.get(0));
                    if (bias) {
                        arguments.with(DNNL_ARG_DIFF_BIAS, engine.plain(weight.dim(0)), out.get(1));
                    }
                    return arguments.kernel();
                });
    }
}
