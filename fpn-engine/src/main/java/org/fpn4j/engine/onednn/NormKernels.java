package org.fpn4j.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Choice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.plan.Step;

/**
 * Batch norm, and group norm made of it: oneDNN's own group norm has no fast code for blocked layouts, but the statistics of
 * a group follow from those of its channels, which a batch norm of one image gives.
 */
final class NormKernels {
    private final Engine engine;
    private final Layouts layouts;
    private final ElementwiseKernels elementwise;

    NormKernels(Engine engine, Layouts layouts, ElementwiseKernels elementwise) {
        this.engine = engine;
        this.layouts = layouts;
        this.elementwise = elementwise;
    }

    private Primitive forward(dnnl_memory_desc map, double epsilon, int statistics) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.check(
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

    private Primitive backward(dnnl_memory_desc map, double epsilon, int statistics) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.check(
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

    Choice normalizeBatch(Step step, double epsilon, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofMap(input, shape);
        dnnl_memory_desc vector = engine.plain(shape.channels());
        Primitive primitive = forward(map.desc(), epsilon, 0);
        return new Choice(
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

    Choice normalizeBatchBackward(Step step, double epsilon, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofMap(input, shape);
        dnnl_memory_desc vector = engine.plain(shape.channels());
        Primitive primitive = backward(map.desc(), epsilon, 0);
        return new Choice(
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
    static Choice updateStatistics(Step step, double momentum, long values) {
        int channels = (int) step.inputs().get(0).shape().size();
        double unbiased = (double) values / Math.max(values - 1, 1);
        return Choice.plain("java", 2, 2, (in, out, scratch) -> {
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

    /** One image of a map. In every layout the images follow each other. */
    private static Block image(Block map, int image, int images) {
        long bytes = map.bytes() / images;
        return new Block(map.memory(), map.offset() + image * bytes / Float.BYTES, bytes);
    }

    private static Shape oneImage(Shape shape) {
        return Shape.of(1, shape.channels(), shape.height(), shape.width());
    }

    Choice groupNorm(Step step, Operation.GroupNorm norm, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofMap(input, shape);
        dnnl_memory_desc one = layouts.like(map, oneImage(shape)).desc();
        dnnl_memory_desc vector = engine.plain(shape.channels());
        Primitive ofChannels = forward(one, norm.epsilon(), 0);
        Primitive ofGroups = forward(one, norm.epsilon(), dnnl_use_global_stats);
        return new Choice(
                ofGroups.implementation(),
                List.of(map, Format.PLAIN, Format.PLAIN),
                List.of(map, Format.PLAIN, Format.PLAIN),
                Math.max(ofChannels.scratchBytes(), ofGroups.scratchBytes()),
                (in, out, scratch) -> {
                    Groups groups = new Groups(shape, norm, out.get(1), out.get(2));
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < shape.batch(); i++) {
                        int image = i;
                        Block x = image(in.get(0), i, shape.batch());
                        Block y = image(out.get(0), i, shape.batch());
                        kernels.add(engine.bind(ofChannels, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, in.get(1))
                                .with(DNNL_ARG_SHIFT, vector, in.get(2))
                                .with(DNNL_ARG_DST, one, y) // the second pass writes it anew
                                .with(DNNL_ARG_MEAN, vector, groups.mean)
                                .with(DNNL_ARG_VARIANCE, vector, groups.variance)
                                .kernel());
                        kernels.add(() -> groups.pool(image));
                        kernels.add(engine.bind(ofGroups, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, in.get(1))
                                .with(DNNL_ARG_SHIFT, vector, in.get(2))
                                .with(DNNL_ARG_DST, one, y)
                                .with(DNNL_ARG_MEAN, vector, groups.mean)
                                .with(DNNL_ARG_VARIANCE, vector, groups.variance)
                                .kernel());
                    }
                    return new Sequence(kernels);
                });
    }

    /**
     * With i = 1 / sqrt(variance + epsilon) of the group, M values in it, a and b the sums over its channels of scale
     * dshift and scale dscale: {@code dx = scale i dy - i^2 b / M x - i (a - i mean b) / M}. The first term and the sums
     * are the gradient of a batch norm with given statistics.
     */
    Choice groupNormBackward(Step step, Operation.GroupNorm norm, Format input) {
        Shape shape = step.inputs().get(0).shape();
        int channels = shape.channels();
        Layout map = layouts.ofMap(input, shape);
        dnnl_memory_desc one = layouts.like(map, oneImage(shape)).desc();
        dnnl_memory_desc vector = engine.plain(channels);
        Primitive stored = backward(one, norm.epsilon(), dnnl_use_global_stats);
        Primitive affine = forward(one, norm.epsilon(), dnnl_use_global_stats); // a factor and an offset per channel
        Format oneImage = layouts.like(map, oneImage(shape));
        dnnl_memory_desc flat = elementwise.flat(oneImage, oneImage(shape));
        Primitive add = elementwise.binary(dnnl_binary_add, flat, flat, flat, engine.attributes());
        long correctionBytes = (oneImage.bytes(oneImage(shape)) + 63) / 64 * 64;
        long needs = Math.max(stored.scratchBytes(), Math.max(affine.scratchBytes(), add.scratchBytes()));
        return new Choice(
                stored.implementation(),
                List.of(map, Format.PLAIN, Format.PLAIN, Format.PLAIN, map),
                List.of(map, Format.PLAIN, Format.PLAIN),
                correctionBytes + needs,
                (in, out, memory) -> {
                    Block correction = new Block(memory.memory(), memory.offset(), correctionBytes);
                    Block scratch = new Block(
                            memory.memory(),
                            memory.offset() + correctionBytes / Float.BYTES,
                            memory.bytes() - correctionBytes);
                    Groups groups = new Groups(shape, norm, in.get(2), in.get(3));
                    FloatBuffer scale = Host.floats(in.get(1), channels);
                    FloatBuffer dscale = Host.floats(out.get(1), channels);
                    FloatBuffer dshift = Host.floats(out.get(2), channels);
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < shape.batch(); i++) {
                        int image = i;
                        Block x = image(in.get(0), i, shape.batch());
                        Block dx = image(out.get(0), i, shape.batch());
                        kernels.add(() -> groups.spread(image));
                        kernels.add(engine.bind(stored, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, in.get(1))
                                .with(DNNL_ARG_MEAN, vector, groups.mean)
                                .with(DNNL_ARG_VARIANCE, vector, groups.variance)
                                .with(DNNL_ARG_DIFF_DST, one, image(in.get(4), i, shape.batch()))
                                .with(DNNL_ARG_DIFF_SRC, one, dx)
                                .with(DNNL_ARG_DIFF_SCALE, vector, groups.dscale)
                                .with(DNNL_ARG_DIFF_SHIFT, vector, groups.dshift)
                                .kernel());
                        kernels.add(() -> groups.correct(image, scale, dscale, dshift));
                        kernels.add(engine.bind(affine, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, groups.factor)
                                .with(DNNL_ARG_SHIFT, vector, groups.offset)
                                .with(DNNL_ARG_DST, one, correction)
                                .with(DNNL_ARG_MEAN, vector, groups.zero)
                                .with(DNNL_ARG_VARIANCE, vector, groups.one)
                                .kernel());
                        kernels.add(engine.bind(add, scratch)
                                .with(DNNL_ARG_SRC_0, flat, dx)
                                .with(DNNL_ARG_SRC_1, flat, correction)
                                .with(DNNL_ARG_DST, flat, dx)
                                .kernel());
                    }
                    return new Sequence(kernels);
                });
    }

    /** Vectors of one image's channels, and the statistics of all images' groups. */
    private static final class Groups {
        private final Shape shape;
        private final Operation.GroupNorm norm;
        private final int inGroup;
        private final FloatBuffer means;
        private final FloatBuffer variances;
        final FloatPointer mean;
        final FloatPointer variance;
        final FloatPointer dscale;
        final FloatPointer dshift;
        final FloatPointer factor;
        final FloatPointer offset;
        final FloatPointer zero; // as a mean
        final FloatPointer one; // as a variance that leaves values as they are

        Groups(Shape shape, Operation.GroupNorm norm, Block means, Block variances) {
            this.shape = shape;
            this.norm = norm;
            this.inGroup = shape.channels() / norm.groups();
            this.means = Host.floats(means, (long) shape.batch() * norm.groups());
            this.variances = Host.floats(variances, (long) shape.batch() * norm.groups());
            mean = new FloatPointer(shape.channels());
            variance = new FloatPointer(shape.channels());
            dscale = new FloatPointer(shape.channels());
            dshift = new FloatPointer(shape.channels());
            factor = new FloatPointer(shape.channels());
            offset = new FloatPointer(shape.channels());
            zero = new FloatPointer(shape.channels());
            one = new FloatPointer(shape.channels());
            for (int c = 0; c < shape.channels(); c++) {
                zero.put(c, 0);
                one.put(c, (float) (1 - norm.epsilon()));
            }
        }

        /** Statistics of channels to those of groups, which are kept and written over those of the channels. */
        void pool(int image) {
            for (int group = 0; group < norm.groups(); group++) {
                double sum = 0;
                for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                    sum += mean.get(c);
                }
                double center = sum / inGroup;
                double squares = 0;
                for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                    squares += variance.get(c) + (mean.get(c) - center) * (mean.get(c) - center);
                }
                means.put(image * norm.groups() + group, (float) center);
                variances.put(image * norm.groups() + group, (float) (squares / inGroup));
            }
            spread(image);
        }

        /** The statistics of an image's groups to each of their channels. */
        void spread(int image) {
            for (int c = 0; c < shape.channels(); c++) {
                mean.put(c, means.get(image * norm.groups() + c / inGroup));
                variance.put(c, variances.get(image * norm.groups() + c / inGroup));
            }
        }

        /** What is still missing from dx, as a factor of x and an offset; sums of an image to those of the batch. */
        void correct(int image, FloatBuffer scale, FloatBuffer dscales, FloatBuffer dshifts) {
            double values = (double) inGroup * shape.height() * shape.width();
            for (int group = 0; group < norm.groups(); group++) {
                double a = 0;
                double b = 0;
                for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                    a += scale.get(c) * (double) dshift.get(c);
                    b += scale.get(c) * (double) dscale.get(c);
                }
                double center = means.get(image * norm.groups() + group);
                double inverse = 1 / Math.sqrt(variances.get(image * norm.groups() + group) + norm.epsilon());
                for (int c = group * inGroup; c < (group + 1) * inGroup; c++) {
                    factor.put(c, (float) (-inverse * inverse * b / values));
                    offset.put(c, (float) (-inverse * (a - inverse * center * b) / values));
                    dscales.put(c, (image == 0 ? 0 : dscales.get(c)) + dscale.get(c));
                    dshifts.put(c, (image == 0 ? 0 : dshifts.get(c)) + dshift.get(c));
                }
            }
        }
    }
}
