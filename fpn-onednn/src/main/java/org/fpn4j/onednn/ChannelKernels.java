package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Means of whole maps, and factors for the channels of each image, in the layout in which the map comes. */
final class ChannelKernels {
    private static final long[] NONE = new long[2];

    private final Engine engine;
    private final Layouts layouts;
    private final ElementwiseKernels elementwise;

    ChannelKernels(Engine engine, Layouts layouts, ElementwiseKernels elementwise) {
        this.engine = engine;
        this.layouts = layouts;
        this.elementwise = elementwise;
    }

    private static Shape means(Shape map) {
        return Shape.of(map.batch(), map.channels(), 1, 1);
    }

    /** Pooling with a window as large as the map. */
    private Primitive mean(Shape shape, dnnl_memory_desc x, dnnl_memory_desc y) {
        long[] window = {shape.height(), shape.width()};
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_pooling_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_training,
                        dnnl_pooling_avg_exclude_padding,
                        x,
                        y,
                        window,
                        window,
                        NONE,
                        NONE,
                        NONE,
                        engine.attributes()),
                "the means of a map");
        return new Primitive(engine, desc);
    }

    private Primitive mean(Shape shape, Layout x) {
        return mean(shape, x.desc(), engine.any(means(shape).toLongArray(), x.type()));
    }

    KernelChoice mean(Step step, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout x = layouts.ofNumbers(input, shape);
        Primitive primitive = mean(shape, x);
        Layout y = primitive.layout(DNNL_ARG_DST);
        return new KernelChoice(
                primitive.implementation(),
                List.of(x.format()),
                List.of(y.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_SRC, x, in.get(0))
                        .with(DNNL_ARG_DST, y, out.get(0))
                        .kernel());
    }

    KernelChoice meanBackward(Step step) {
        Shape shape = step.outputs().get(0).shape();
        Layout dx = layouts.map(shape);
        Primitive forward = mean(shape, dx);
        Layout dy = forward.layout(DNNL_ARG_DST);
        long[] window = {shape.height(), shape.width()};
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_pooling_backward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_pooling_avg_exclude_padding,
                        dx.desc(),
                        dy.desc(),
                        window,
                        window,
                        NONE,
                        NONE,
                        NONE,
                        forward.desc(),
                        engine.attributes()),
                "the gradient of a map's means");
        Primitive primitive = new Primitive(engine, desc);
        return new KernelChoice(
                primitive.implementation(),
                List.of(dy.format()),
                List.of(dx.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_DIFF_DST, dy, in.get(0))
                        .with(DNNL_ARG_DIFF_SRC, dx, out.get(0))
                        .kernel());
    }

    private Primitive product(Layout map, Layout by) {
        return elementwise.binary(dnnl_binary_mul, map.desc(), by.desc(), map.desc(), engine.attributes());
    }

    KernelChoice scale(Step step, List<Format> formats) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofNumbers(formats.get(0), shape);
        Layout factors = layouts.like(map, shape, means(shape));
        Primitive primitive = product(map, factors);
        return new KernelChoice(
                primitive.implementation(),
                List.of(map.format(), factors.format()),
                List.of(map.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_SRC_0, map, in.get(0))
                        .with(DNNL_ARG_SRC_1, factors, in.get(1))
                        .with(DNNL_ARG_DST, map, out.get(0))
                        .kernel());
    }

    /** Products with the gradient stand in the place of the map's gradient until their sums are there. */
    KernelChoice scaleBackward(Step step, List<Format> formats) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofNumbers(layouts.common(shape, List.of(formats.get(0), formats.get(2))), shape);
        Layout factors = layouts.like(map, shape, means(shape));
        Primitive products = product(map, map);
        Primitive mean = mean(shape, map);
        Layout sums = mean.layout(DNNL_ARG_DST);
        Primitive area = elementwise.eltwise(sums.desc(), Eltwise.linear((double) shape.height() * shape.width(), 0));
        Primitive scaled = product(map, factors);
        long scratchBytes = List.of(products, mean, area, scaled).stream()
                .mapToLong(Primitive::scratchBytes)
                .max()
                .orElse(0);
        return new KernelChoice(
                scaled.implementation(),
                List.of(map.format(), factors.format(), map.format()),
                List.of(map.format(), sums.format()),
                scratchBytes,
                (in, out, scratch) -> Kernel.sequence(List.of(
                        engine.bind(products, scratch)
                                .with(DNNL_ARG_SRC_0, map, in.get(0))
                                .with(DNNL_ARG_SRC_1, map, in.get(2))
                                .with(DNNL_ARG_DST, map, out.get(0))
                                .kernel(),
                        engine.bind(mean, scratch)
                                .with(DNNL_ARG_SRC, map, out.get(0))
                                .with(DNNL_ARG_DST, sums, out.get(1))
                                .kernel(),
                        engine.bind(area, scratch)
                                .with(DNNL_ARG_SRC, sums, out.get(1))
                                .with(DNNL_ARG_DST, sums, out.get(1))
                                .kernel(),
                        engine.bind(scaled, scratch)
                                .with(DNNL_ARG_SRC_0, map, in.get(2))
                                .with(DNNL_ARG_SRC_1, factors, in.get(1))
                                .with(DNNL_ARG_DST, map, out.get(0))
                                .kernel())));
    }
}
