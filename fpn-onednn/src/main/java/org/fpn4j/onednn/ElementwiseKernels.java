package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Activations, sums and constant factors, in whatever layout the values come. */
final class ElementwiseKernels {
    private final Engine engine;
    private final Layouts layouts;

    ElementwiseKernels(Engine engine, Layouts layouts) {
        this.engine = engine;
        this.layouts = layouts;
    }

    private dnnl_memory_desc desc(Format format, Shape shape) {
        return format instanceof Layout layout ? layout.desc() : engine.plain(shape);
    }

    KernelChoice activate(Step step, Activation activation, Format input) {
        return forward(step, Eltwise.forward(activation), input);
    }

    KernelChoice multiply(Step step, double factor, Format input) {
        return forward(step, Eltwise.linear(factor, 0), input);
    }

    Primitive eltwise(dnnl_memory_desc desc, Eltwise function) {
        dnnl_primitive_desc primitive = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_eltwise_forward_primitive_desc_create(
                        primitive,
                        engine.handle(),
                        dnnl_forward_training,
                        function.algorithm(),
                        desc,
                        desc,
                        function.alpha(),
                        function.beta(),
                        engine.attributes()),
                "an elementwise function");
        return new Primitive(engine, primitive);
    }

    private KernelChoice forward(Step step, Eltwise function, Format input) {
        dnnl_memory_desc desc = desc(input, step.outputs().get(0).shape());
        Primitive primitive = eltwise(desc, function);
        return new KernelChoice(
                primitive.implementation(),
                List.of(input),
                List.of(input),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_SRC, desc, in.get(0))
                        .with(DNNL_ARG_DST, desc, out.get(0))
                        .kernel());
    }

    KernelChoice activateBackward(Step step, Activation activation, List<Format> formats) {
        Shape shape = step.outputs().get(0).shape();
        Format format = layouts.common(shape, formats);
        dnnl_memory_desc desc = desc(format, shape);
        Eltwise function = Eltwise.backward(activation);
        int known = activation.slopeIsKnownByInput() ? DNNL_ARG_SRC : DNNL_ARG_DST;
        dnnl_primitive_desc backward = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_eltwise_backward_primitive_desc_create(
                        backward,
                        engine.handle(),
                        function.algorithm(),
                        desc,
                        desc,
                        desc,
                        function.alpha(),
                        function.beta(),
                        eltwise(desc, function).desc(),
                        engine.attributes()),
                "the gradient of an activation");
        Primitive primitive = new Primitive(engine, backward);
        return new KernelChoice(
                primitive.implementation(),
                List.of(format, format),
                List.of(format),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(known, desc, in.get(0))
                        .with(DNNL_ARG_DIFF_DST, desc, in.get(1))
                        .with(DNNL_ARG_DIFF_SRC, desc, out.get(0))
                        .kernel());
    }

    Primitive binary(
            int algorithm,
            dnnl_memory_desc first,
            dnnl_memory_desc second,
            dnnl_memory_desc result,
            dnnl_primitive_attr attributes) {
        dnnl_primitive_desc primitive = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_binary_primitive_desc_create(
                        primitive, engine.handle(), algorithm, first, second, result, attributes),
                "a binary operation");
        return new Primitive(engine, primitive);
    }

    /** All values of a layout in a row, those that fill up its blocks included: for functions that leave 0 as it is. */
    dnnl_memory_desc flat(Format format, Shape shape) {
        int type = format instanceof Layout layout ? layout.type() : dnnl_f32;
        long size = type == dnnl_bf16 ? Short.BYTES : Float.BYTES;
        return engine.strided(new long[] {format.bytes(shape) / size}, type, new long[] {1});
    }

    /** Pairs from the left, in place from the second pair on. */
    KernelChoice sum(Step step, List<Format> formats) {
        Shape shape = step.outputs().get(0).shape();
        Format format = layouts.common(shape, formats);
        dnnl_memory_desc desc = flat(format, shape);
        Primitive add = binary(dnnl_binary_add, desc, desc, desc, engine.attributes());
        return new KernelChoice(
                add.implementation(),
                Collections.nCopies(formats.size(), format),
                List.of(format),
                add.scratchBytes(),
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 1; i < in.size(); i++) {
                        kernels.add(engine.bind(add, scratch)
                                .with(DNNL_ARG_SRC_0, desc, i == 1 ? in.get(0) : out.get(0))
                                .with(DNNL_ARG_SRC_1, desc, in.get(i))
                                .with(DNNL_ARG_DST, desc, out.get(0))
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }
}
