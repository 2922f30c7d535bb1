package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/** Convolutions with one filter per channel, which stay plain, and their gradients: {@code depthwise_convolution.cu}. */
final class DepthwiseKernels {
    private static final String SOURCE = "depthwise_convolution";
    private static final String FILE = SOURCE + ".cu";

    /** Of a window that a thread holds at once, as the source has it. */
    private static final int TAPS = 9;

    /** That a thread makes, as the source has it. */
    private static final int PIXELS = 4;

    private static final Long NULL = 0L;

    private final Launcher launcher;
    private final ElementType type;
    private final Format maps;

    DepthwiseKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
        this.maps = DeviceLayout.maps(type);
    }

    /** A window {@code [C, 1, R, S]} that slides over {@code x} and makes {@code y}. */
    private record Window(Shape kernel, Operation.Convolution convolution, Shape x, Shape y) {
        List<Object> arguments() {
            Padding padding = convolution.padding();
            return List.of(
                    kernel.dim(2),
                    kernel.dim(3),
                    convolution.stride(),
                    convolution.dilation(),
                    padding.top(),
                    padding.left(),
                    x.height(),
                    x.width(),
                    y.height(),
                    y.width());
        }

        int taps() {
            return kernel.dim(2) * kernel.dim(3);
        }
    }

    KernelChoice forward(Step step, Instruction.Convolve convolve) {
        Shape y = step.outputs().get(0).shape();
        Window window = new Window(
                step.inputs().get(1).shape(),
                convolve.convolution(),
                step.inputs().get(0).shape(),
                y);
        List<Format> formats = new ArrayList<>(List.of(maps, Format.PLAIN));
        if (convolve.bias()) {
            formats.add(Format.PLAIN);
        }
        if (convolve.residual()) {
            formats.add(maps);
        }
        String kernel = convolve.activation().name().toLowerCase(Locale.ROOT) + "_forward";
        return new KernelChoice(FILE, formats, List.of(maps), 0, (in, out, scratch) -> {
            Object bias = convolve.bias() ? in.get(2) : NULL;
            Object residual = convolve.residual() ? in.get(in.size() - 1) : NULL;
            return gather(kernel, window, y, in.get(0), in.get(1), bias, residual, out.get(0));
        });
    }

    KernelChoice backwardData(Step step, Instruction.ConvolveBackwardData data) {
        Shape dx = step.outputs().get(0).shape();
        Window window = new Window(
                step.inputs().get(0).shape(),
                data.convolution(),
                dx,
                step.inputs().get(1).shape());
        return new KernelChoice(
                FILE,
                List.of(Format.PLAIN, maps),
                List.of(maps),
                0,
                (in, out, scratch) -> gather("backward_data", window, dx, in.get(0), in.get(1), out.get(0)));
    }

    /** Makes a map, all of whose values are sums over a window. */
    private Kernel gather(String kernel, Window window, Shape made, Object... operands) {
        PixelBlocks blocks = PixelBlocks.withEach(pixels(made), vectors(made), PIXELS);
        List<Object> arguments = new ArrayList<>(List.of(operands));
        arguments.addAll(window.arguments());
        arguments.addAll(List.of(made.channels(), blocks.vectors(), blocks.pixels()));
        return launcher.launch(SOURCE, type, kernel, blocks.grid(), arguments.toArray());
    }

    private static int pixels(Shape map) {
        return Math.toIntExact(map.size() / map.channels());
    }

    private int vectors(Shape map) {
        return type.padded(map.channels()) / type.lanes();
    }

    /** Scratch memory serves the sums of the kernel, and after that those of the bias. */
    KernelChoice backwardWeights(Step step, Instruction.ConvolveBackwardWeights weights) {
        Shape dy = step.inputs().get(1).shape();
        Window window = new Window(
                step.outputs().get(0).shape(),
                weights.convolution(),
                step.inputs().get(0).shape(),
                dy);
        PixelBlocks blocks = PixelBlocks.forSums(1, pixels(dy), vectors(dy));
        ChannelSums bias = new ChannelSums(launcher, dy, type);
        long parts = (long) blocks.chunks() * window.taps() * type.padded(dy.channels()) * Float.BYTES;
        List<Format> outputs = weights.bias() ? List.of(Format.PLAIN, Format.PLAIN) : List.of(Format.PLAIN);
        return new KernelChoice(
                FILE,
                List.of(maps, maps),
                outputs,
                weights.bias() ? Math.max(parts, bias.scratch()) : parts,
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>(kernelGradient(window, blocks, in, out.get(0), scratch));
                    if (weights.bias()) {
                        kernels.add(bias.bind(in.get(1), out.get(1), scratch));
                    }
                    return Kernel.sequence(kernels);
                });
    }

    private List<Kernel> kernelGradient(
            Window window, PixelBlocks blocks, List<Block> in, Block dkernel, Block scratch) {
        int groups = (window.taps() - 1) / TAPS + 1;
        int channels = window.y().channels();
        List<Object> arguments = new ArrayList<>(List.of(in.get(0), in.get(1), scratch));
        arguments.addAll(window.arguments());
        arguments.addAll(List.of(blocks.vectors(), blocks.tiles(), blocks.pixels(), blocks.chunk()));
        return List.of(
                launcher.launch(SOURCE, type, "chunk_sums", blocks.grid(groups), arguments.toArray()),
                launcher.launch(
                        SOURCE,
                        type,
                        "backward_weights",
                        PixelBlocks.totals(channels, window.taps()),
                        scratch,
                        dkernel,
                        blocks.chunks(),
                        type.padded(channels),
                        channels));
    }
}
