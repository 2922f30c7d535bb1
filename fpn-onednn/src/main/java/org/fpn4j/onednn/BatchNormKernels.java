package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Batch norm. */
final class BatchNormKernels {
    private final Engine engine;
    private final Layouts layouts;

    BatchNormKernels(Engine engine, Layouts layouts) {
        this.engine = engine;
        this.layouts = layouts;
    }

    /** @param statistics 0 for those of the batch, {@code dnnl_use_global_stats} for given ones */
    Primitive forward(dnnl_memory_desc map, double epsilon, int statistics) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_batch_normalization_forward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_forward_training,
                        map,
                        map,
                        (float) epsilon,
                        dnnl_use_scale | dnnl_use_shift | statistics,
                        engine.attributes()),
                "a batch norm");
        return new Primitive(engine, desc);
    }

    Primitive backward(dnnl_memory_desc map, double epsilon, int statistics) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_batch_normalization_backward_primitive_desc_create(
                        desc,
                        engine.handle(),
                        dnnl_backward,
                        map,
                        map,
                        map,
                        (float) epsilon,
                        dnnl_use_scale | dnnl_use_shift | statistics,
                        forward(map, epsilon, statistics).desc(),
                        engine.attributes()),
                "the gradient of a batch norm");
        return new Primitive(engine, desc);
    }

    KernelChoice normalizeBatch(Step step, double epsilon, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofMap(input, shape);
        dnnl_memory_desc vector = engine.plain(shape.channels());
        Primitive primitive = forward(map.desc(), epsilon, 0);
        return new KernelChoice(
                primitive.implementation(),
                List.of(map, Format.PLAIN, Format.PLAIN),
                List.of(map, Format.PLAIN, Format.PLAIN),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_SRC, map, in.get(0))
                        .with(DNNL_ARG_SCALE, vector, in.get(1))
                        .with(DNNL_ARG_SHIFT, vector, in.get(2))
                        .with(DNNL_ARG_DST, map, out.get(0))
                        .with(DNNL_ARG_MEAN, vector, out.get(1))
                        .with(DNNL_ARG_VARIANCE, vector, out.get(2))
                        .kernel());
    }

    KernelChoice normalizeBatchBackward(Step step, double epsilon, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofMap(input, shape);
        dnnl_memory_desc vector = engine.plain(shape.channels());
        Primitive primitive = backward(map.desc(), epsilon, 0);
        return new KernelChoice(
                primitive.implementation(),
                List.of(map, Format.PLAIN, Format.PLAIN, Format.PLAIN, map),
                List.of(map, Format.PLAIN, Format.PLAIN),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_SRC, map, in.get(0))
                        .with(DNNL_ARG_SCALE, vector, in.get(1))
                        .with(DNNL_ARG_MEAN, vector, in.get(2))
                        .with(DNNL_ARG_VARIANCE, vector, in.get(3))
                        .with(DNNL_ARG_DIFF_DST, map, in.get(4))
                        .with(DNNL_ARG_DIFF_SRC, map, out.get(0))
                        .with(DNNL_ARG_DIFF_SCALE, vector, out.get(1))
                        .with(DNNL_ARG_DIFF_SHIFT, vector, out.get(2))
                        .kernel());
    }

    /** Running statistics of the network take a share of the batch's. */
    static KernelChoice updateStatistics(Step step, double momentum, long values) {
        int channels = (int) step.inputs().get(0).shape().size();
        double unbiased = (double) values / Math.max(values - 1, 1);
        return KernelChoice.plain("java", 2, 2, (in, out, scratch) -> {
            FloatBuffer mean = Host.floats(in.get(0), channels);
            FloatBuffer variance = Host.floats(in.get(1), channels);
            FloatBuffer runningMean = Host.floats(out.get(0), channels);
            FloatBuffer runningVariance = Host.floats(out.get(1), channels);
            return () -> {
                for (int i = 0; i < channels; i++) {
                    runningMean.put(i, (float) (runningMean.get(i) * (1 - momentum) + mean.get(i) * momentum));
                    runningVariance.put(i, (float)
                            (runningVariance.get(i) * (1 - momentum) + variance.get(i) * momentum * unbiased));
                }
            };
        });
    }
}
