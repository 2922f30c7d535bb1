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
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/**
 * Group norm, made of batch norms of single images: oneDNN's own has no fast code for blocked layouts, but the statistics of
 * a group follow from those of its channels.
 */
final class GroupNormKernels {
    private final Engine engine;
    private final Layouts layouts;
    private final BatchNormKernels batchNorms;
    private final ElementwiseKernels elementwise;

    GroupNormKernels(Engine engine, Layouts layouts, BatchNormKernels batchNorms, ElementwiseKernels elementwise) {
        this.engine = engine;
        this.layouts = layouts;
        this.batchNorms = batchNorms;
        this.elementwise = elementwise;
    }

    /** Where an image of a map begins: in bytes, for an image may take half a {@code float}. */
    private static Pointer image(Block map, int image, Layout one) {
        return new BytePointer(Host.pointer(map)).getPointer(image * one.bytes());
    }

    KernelChoice forward(Step step, Operation.GroupNorm norm, Format input) {
        Shape shape = step.inputs().get(0).shape();
        Layout map = layouts.ofMap(input, shape);
        Layout image = layouts.ofImage(map, shape);
        dnnl_memory_desc one = image.desc();
        dnnl_memory_desc vector = engine.plain(shape.channels());
        Primitive ofChannels = batchNorms.forward(one, norm.epsilon(), 0);
        Primitive ofGroups = batchNorms.forward(one, norm.epsilon(), dnnl_use_global_stats);
        return new KernelChoice(
                ofGroups.implementation(),
                List.of(map, Format.PLAIN, Format.PLAIN),
                List.of(map, Format.PLAIN, Format.PLAIN),
                Math.max(ofChannels.scratchBytes(), ofGroups.scratchBytes()),
                (in, out, scratch) -> {
                    ChannelGroups groups = new ChannelGroups(engine, shape, norm, out.get(1), out.get(2));
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < shape.batch(); i++) {
                        int index = i;
                        Pointer x = image(in.get(0), i, image);
                        Pointer y = image(out.get(0), i, image);
                        kernels.add(engine.bind(ofChannels, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, in.get(1))
                                .with(DNNL_ARG_SHIFT, vector, in.get(2))
                                .with(DNNL_ARG_DST, one, y) // the second pass writes it anew
                                .with(DNNL_ARG_MEAN, vector, groups.mean)
                                .with(DNNL_ARG_VARIANCE, vector, groups.variance)
                                .kernel());
                        kernels.add(() -> groups.pool(index));
                        kernels.add(engine.bind(ofGroups, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, in.get(1))
                                .with(DNNL_ARG_SHIFT, vector, in.get(2))
                                .with(DNNL_ARG_DST, one, y)
                                .with(DNNL_ARG_MEAN, vector, groups.mean)
                                .with(DNNL_ARG_VARIANCE, vector, groups.variance)
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }

    /**
     * With i = 1 / sqrt(variance + epsilon) of the group, M values in it, a and b the sums over its channels of scale
     * dshift and scale dscale: {@code dx = scale i dy - i^2 b / M x - i (a - i mean b) / M}. The first term and the sums
     * are the gradient of a batch norm with given statistics.
     */
    KernelChoice backward(Step step, Operation.GroupNorm norm, Format input) {
        Shape shape = step.inputs().get(0).shape();
        int channels = shape.channels();
        Layout map = layouts.ofMap(input, shape);
        Layout image = layouts.ofImage(map, shape);
        dnnl_memory_desc one = image.desc();
        dnnl_memory_desc vector = engine.plain(channels);
        Primitive stored = batchNorms.backward(one, norm.epsilon(), dnnl_use_global_stats);
        Primitive affine =
                batchNorms.forward(one, norm.epsilon(), dnnl_use_global_stats); // a factor and an offset per channel
        dnnl_memory_desc flat = elementwise.flat(image, shape);
        Primitive add = elementwise.binary(dnnl_binary_add, flat, flat, flat, engine.attributes());
        long correctionBytes = (image.bytes() + 63) / 64 * 64;
        long needs = Math.max(stored.scratchBytes(), Math.max(affine.scratchBytes(), add.scratchBytes()));
        return new KernelChoice(
                stored.implementation(),
                List.of(map, Format.PLAIN, Format.PLAIN, Format.PLAIN, map),
                List.of(map, Format.PLAIN, Format.PLAIN),
                correctionBytes + needs,
                (in, out, memory) -> {
                    Block correction = memory.part(0, correctionBytes);
                    Block scratch = memory.part(correctionBytes, memory.bytes() - correctionBytes);
                    ChannelGroups groups = new ChannelGroups(engine, shape, norm, in.get(2), in.get(3));
                    FloatBuffer scale = Host.floats(in.get(1), channels);
                    FloatBuffer dscale = Host.floats(out.get(1), channels);
                    FloatBuffer dshift = Host.floats(out.get(2), channels);
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < shape.batch(); i++) {
                        int index = i;
                        Pointer x = image(in.get(0), i, image);
                        Pointer dx = image(out.get(0), i, image);
                        kernels.add(() -> groups.spread(index));
                        kernels.add(engine.bind(stored, scratch)
                                .with(DNNL_ARG_SRC, one, x)
                                .with(DNNL_ARG_SCALE, vector, in.get(1))
                                .with(DNNL_ARG_MEAN, vector, groups.mean)
                                .with(DNNL_ARG_VARIANCE, vector, groups.variance)
                                .with(DNNL_ARG_DIFF_DST, one, image(in.get(4), i, image))
                                .with(DNNL_ARG_DIFF_SRC, one, dx)
                                .with(DNNL_ARG_DIFF_SCALE, vector, groups.dscale)
                                .with(DNNL_ARG_DIFF_SHIFT, vector, groups.dshift)
                                .kernel());
                        kernels.add(() -> groups.correct(index, scale, dscale, dshift));
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
                    return Kernel.sequence(kernels);
                });
    }
}
