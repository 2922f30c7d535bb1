package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Goihw16g;
import static org.bytedeco.dnnl.global.dnnl.dnnl_Goihw8g;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nChw16c;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nChw8c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/**
 * The gradient of a depthwise kernel of more than 3x3, for which oneDNN has nothing but a product of matrices for each channel. Here
 * it is what its definition says: a depthwise convolution of an image, whose kernel is the gradient of the map that came of it
 * and as large. oneDNN keeps a kernel in blocks of channels as it does a map of one image, so the same bytes serve as both.
 */
final class DepthwiseKernels {
    private final Engine engine;
    private final Layouts layouts;
    private final ConvolutionKernels convolutions;
    private final int type;

    /**
     * Gradients by maps of a type.
     *
     * @param convolutions which serve where they have a kernel for it
     * @param type {@code dnnl_f32} or {@code dnnl_bf16}
     */
    DepthwiseKernels(Engine engine, Layouts layouts, ConvolutionKernels convolutions, int type) {
        this.engine = engine;
        this.layouts = layouts;
        this.convolutions = convolutions;
        this.type = type;
    }

    /** Blocks of channels, by the tags of maps and of kernels that have them. */
    private record Blocks(int map, int kernel) {
        static Stream<Blocks> all() {
            return Stream.of(new Blocks(dnnl_nChw16c, dnnl_Goihw16g), new Blocks(dnnl_nChw8c, dnnl_Goihw8g));
        }
    }

    /** Empty where the convolution is another, or nothing is won. */
    Optional<KernelChoice> backwardWeights(Step step, Instruction.ConvolveBackwardWeights convolve) {
        int channels = step.inputs().get(0).shape().channels();
        boolean depthwise = channels > 1
                && convolve.convolution().groups() == channels
                && step.outputs().get(0).shape().dim(0) == channels;
        if (!depthwise
                || convolve.bias()
                || isDepthwise(convolutions.backwardWeights(step, convolve).kernel())) {
            return Optional.empty();
        }
        return Blocks.all()
                .flatMap(blocks -> backwardWeights(step, convolve.convolution(), blocks).stream())
                .findFirst();
    }

    /** By oneDNN's name for it. */
    static boolean isDepthwise(String implementation) {
        return implementation.startsWith("jit_dw");
    }

    private Optional<KernelChoice> backwardWeights(Step step, Operation.Convolution convolution, Blocks blocks) {
        try {
            return Optional.of(new Gradient(step, convolution, blocks))
                    .filter(gradient -> isDepthwise(gradient.first.implementation()))
                    .map(Gradient::choice);
        } catch (RefusedException e) { // none whose kernel is so large
            return Optional.empty();
        }
    }

    /** One image after the other; from the second on sums are added to. */
    private final class Gradient {
        private final int images;
        private final Layout x;
        private final Layout dy;
        private final Layout weights;
        private final dnnl_memory_desc image;
        private final dnnl_memory_desc kernel;
        private final dnnl_memory_desc sums;
        private final Primitive first;
        private final Primitive further;

        Gradient(Step step, Operation.Convolution convolution, Blocks blocks) {
            Shape map = step.inputs().get(0).shape();
            Shape gradient = step.inputs().get(1).shape();
            Shape weight = step.outputs().get(0).shape();
            int channels = map.channels();
            images = map.batch();
            x = new Layout(engine.tagged(map.toLongArray(), type, blocks.map()));
            dy = new Layout(engine.tagged(gradient.toLongArray(), type, blocks.map()));
            weights = new Layout(
                    engine.tagged(ConvolutionKernels.kernelDims(weight, channels), dnnl_f32, blocks.kernel()));
            image = layouts.ofImage(x, map).desc();
            long[] dims = {channels, 1, 1, gradient.height(), gradient.width()};
            kernel = engine.tagged(dims, type, blocks.kernel());
            sums = engine.tagged(new long[] {1, channels, weight.dim(2), weight.dim(3)}, dnnl_f32, blocks.map());
            ConvolutionKernels.Window window = window(convolution, map, gradient, weight);
            first = convolution(window, engine.attributes());
            further = convolution(window, PostOps.on(engine).sum().attributes());
        }

        /** Stride and dilation change places; below and to the right there is what all taps reach. */
        private static ConvolutionKernels.Window window(
                Operation.Convolution convolution, Shape map, Shape gradient, Shape weight) {
            long stride = convolution.stride();
            long dilation = convolution.dilation();
            Padding padding = convolution.padding();
            long height = (weight.dim(2) - 1) * dilation + (gradient.height() - 1) * stride + 1;
            long width = (weight.dim(3) - 1) * dilation + (gradient.width() - 1) * stride + 1;
            return new ConvolutionKernels.Window(
                    new long[] {dilation, dilation},
                    new long[] {stride - 1, stride - 1},
                    new long[] {padding.top(), padding.left()},
                    new long[] {height - map.height() - padding.top(), width - map.width() - padding.left()});
        }

        private Primitive convolution(ConvolutionKernels.Window window, dnnl_primitive_attr attributes) {
            dnnl_primitive_desc desc = new dnnl_primitive_desc();
            Engine.offered(
                    dnnl_convolution_forward_primitive_desc_create(
                            desc,
                            engine.handle(),
                            dnnl_forward_training,
                            dnnl_convolution_direct,
                            image,
                            kernel,
                            null,
                            sums,
                            window.strides(),
                            window.dilation(),
                            window.before(),
                            window.after(),
                            attributes),
                    "the gradient of a depthwise kernel");
            return new Primitive(engine, desc);
        }

        KernelChoice choice() {
            return new KernelChoice(
                    first.implementation(),
                    List.of(x.format(), dy.format()),
                    List.of(weights.format()),
                    Math.max(first.scratchBytes(), further.scratchBytes()),
                    (in, out, scratch) -> {
                        List<Kernel> kernels = new ArrayList<>();
                        for (int i = 0; i < images; i++) {
                            kernels.add(engine.bind(i == 0 ? first : further, scratch)
                                    .with(DNNL_ARG_SRC, image, image(in.get(0), i))
                                    .with(DNNL_ARG_WEIGHTS, kernel, image(in.get(1), i))
                                    .with(DNNL_ARG_DST, sums, out.get(0))
                                    .kernel());
                        }
                        return Kernel.sequence(kernels);
                    });
        }

        private Block image(Block maps, int index) {
            long bytes = maps.bytes() / images;
            return maps.part(index * bytes, bytes);
        }
    }
}
