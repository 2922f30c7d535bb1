package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_resampling_nearest;

import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Step;

/** Max pooling, and resizing to the nearest cell. */
final class WindowKernels {
    private final Engine engine;
    private final Layouts layouts;

    WindowKernels(Engine engine, Layouts layouts) {
        this.engine = engine;
        this.layouts = layouts;
    }

    private Primitive poolForward(Operation.MaxPool pool, dnnl_memory_desc x, dnnl_memory_desc y) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_pooling_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_training,
                        dnnl_pooling_max,
                        x,
                        y,
                        new long[] {pool.stride(), pool.stride()},
                        new long[] {pool.kernel(), pool.kernel()},
                        new long[2],
                        new long[] {pool.padding().top(), pool.padding().left()},
                        new long[] {pool.padding().bottom(), pool.padding().right()},
                        engine.attributes()),
                "a max pool");
        return new Primitive(engine, desc);
    }

    KernelChoice maxPool(Step step, Operation.MaxPool pool, Format input) {
        Layout x = layouts.ofMap(input, step.inputs().get(0).shape());
        dnnl_memory_desc any = engine.any(step.outputs().get(0).shape().toLongArray(), x.type());
        Primitive primitive = poolForward(pool, x.desc(), any);
        Layout y = primitive.layout(DNNL_ARG_DST);
        Layout winners = primitive.layout(DNNL_ARG_WORKSPACE);
        return new KernelChoice(
                primitive.implementation(),
                List.of(x.format()),
                List.of(y.format(), winners),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_SRC, x, in.get(0))
                        .with(DNNL_ARG_DST, y, out.get(0))
                        .with(DNNL_ARG_WORKSPACE, winners, out.get(1))
                        .kernel());
    }

    /** Wants x only because the plan names it; the winners say everything. */
    KernelChoice maxPoolBackward(Step step, Operation.MaxPool pool, List<Format> formats) {
        Layout x = layouts.ofMap(formats.get(0), step.inputs().get(0).shape());
        dnnl_memory_desc any = engine.any(step.inputs().get(2).shape().toLongArray(), x.type());
        Primitive forward = poolForward(pool, x.desc(), any);
        Layout y = forward.layout(DNNL_ARG_DST);
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_pooling_backward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_pooling_max,
                        x.desc(),
                        y.desc(),
                        new long[] {pool.stride(), pool.stride()},
                        new long[] {pool.kernel(), pool.kernel()},
                        new long[2],
                        new long[] {pool.padding().top(), pool.padding().left()},
                        new long[] {pool.padding().bottom(), pool.padding().right()},
                        forward.desc(),
                        engine.attributes()),
                "the gradient of a max pool");
        Primitive primitive = new Primitive(engine, desc);
        Layout winners = forward.layout(DNNL_ARG_WORKSPACE);
        if (!winners.equals(formats.get(1))) {
            throw new RefusedException("oneDNN did not choose the winners of this max pool");
        }
        return new KernelChoice(
                primitive.implementation(),
                List.of(formats.get(0), winners, y.format()),
                List.of(x.format()),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_WORKSPACE, winners, in.get(1))
                        .with(DNNL_ARG_DIFF_DST, y, in.get(2))
                        .with(DNNL_ARG_DIFF_SRC, x, out.get(0))
                        .kernel());
    }

    private Primitive resizeForward(dnnl_memory_desc x, dnnl_memory_desc y) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_resampling_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_training,
                        dnnl_resampling_nearest,
                        (FloatPointer) null,
                        x,
                        y,
                        engine.attributes()),
                "a resize");
        return new Primitive(engine, desc);
    }

    KernelChoice resize(Step step, Format input) {
        Shape from = step.inputs().get(0).shape();
        Shape to = step.outputs().get(0).shape();
        requireSameCells(from, to);
        Layout x = layouts.ofMap(input, from);
        Primitive primitive = resizeForward(x.desc(), engine.any(to.toLongArray(), x.type()));
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

    KernelChoice resizeBackward(Step step, Format gradient) {
        Shape from = step.outputs().get(0).shape();
        Shape to = step.inputs().get(0).shape();
        requireSameCells(from, to);
        Layout dy = layouts.ofMap(gradient, to);
        // a resized map has the order of the one that it comes from, whatever that is
        Layout dx = resizeForward(dy.desc(), engine.any(from.toLongArray(), dy.type()))
                .layout(DNNL_ARG_DST);
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_resampling_backward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_resampling_nearest,
                        (FloatPointer) null,
                        dx.desc(),
                        dy.desc(),
                        resizeForward(dx.desc(), dy.desc()).desc(),
                        engine.attributes()),
                "the gradient of a resize");
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

    private static void requireSameCells(Shape from, Shape to) {
        if (!picksTheSame(from.height(), to.height()) || !picksTheSame(from.width(), to.width())) {
            throw new RefusedException("oneDNN picks other cells from " + from + " for " + to);
        }
    }

    /** oneDNN rounds the mapped centre of a cell, half away from zero; the definition takes {@code floor(i * from / to)}. */
    static boolean picksTheSame(int from, int to) {
        for (int i = 0; i < to; i++) {
            float mapped = (i + 0.5f) * from / to - 0.5f;
            int rounded = (int) (mapped < 0 ? Math.ceil(mapped - 0.5f) : Math.floor(mapped + 0.5f));
            if (rounded != (long) i * from / to) {
                return false;
            }
        }
        return true;
    }
}
