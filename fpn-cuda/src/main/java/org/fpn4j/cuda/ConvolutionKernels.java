package org.fpn4j.cuda;

import static org.fpn4j.cuda.device.DeviceVector.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.cudnn.ConvolutionGraph;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Direction;
import org.fpn4j.cuda.cudnn.ConvolutionGraph.Following;
import org.fpn4j.cuda.cudnn.ConvolutionPlan;
import org.fpn4j.cuda.cudnn.ConvolutionPlan.Operands;
import org.fpn4j.cuda.cudnn.Convolutions;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/**
 * Dense convolutions and their gradients: cuDNN's, with what follows one in the same pass where cuDNN has an engine for that, and
 * else in a pass of its own ({@code convolution.cu}). A kernel's gradient is made in the type of maps.
 */
final class ConvolutionKernels {
    /** Of workspaces, in bytes: that of memory by the driver, for which engines are made. Scratch memory has less. */
    private static final long ALIGNMENT = 256;

    private final Launcher launcher;
    private final ElementType type;
    private final Optional<Convolutions> cudnn;

    /**
     * Convolutions on maps of a type.
     *
     * @param cudnn empty where the device has none: every convolution is then refused
     */
    ConvolutionKernels(Launcher launcher, ElementType type, Optional<Convolutions> cudnn) {
        this.launcher = launcher;
        this.type = type;
        this.cudnn = cudnn;
    }

    private ConvolutionPlan plan(ConvolutionGraph graph) {
        Convolutions convolutions =
                cudnn.orElseThrow(() -> new RefusedException("there is no cuDNN that could compute convolutions"));
        launcher.device().enter(); // steps are chosen before anything else is done on the device
        return convolutions.plan(graph);
    }

    private ConvolutionGraph graph(
            Direction direction, Shape x, Shape weight, Shape y, Operation.Convolution convolution) {
        return new ConvolutionGraph(direction, type, x, weight, y, convolution, Following.NOTHING);
    }

    KernelChoice forward(Step step, Instruction.Convolve convolve) {
        Shape y = step.outputs().get(0).shape();
        ConvolutionGraph plain = graph(
                Direction.FORWARD,
                step.inputs().get(0).shape(),
                step.inputs().get(1).shape(),
                y,
                convolve.convolution());
        List<Format> inputs = new ArrayList<>(List.of(DeviceLayout.maps(type), DeviceLayout.kernels(type)));
        if (convolve.bias()) {
            inputs.add(DeviceLayout.vectors(type));
        }
        if (convolve.residual()) {
            inputs.add(DeviceLayout.maps(type));
        }
        Optional<ConvolutionPlan> fused = fused(plain, convolve);
        ConvolutionPlan plan = fused.isPresent() ? fused.get() : plan(plain);
        boolean isAll = fused.isPresent()
                || (!convolve.bias() && !convolve.residual() && convolve.activation() == Activation.NONE);
        return new KernelChoice(
                isAll ? plan.words() : plan.words() + ", convolution.cu",
                inputs,
                List.of(DeviceLayout.maps(type)),
                scratch(plan.workspace()),
                (in, out, scratch) -> {
                    long shift = convolve.bias() ? address(in.get(2)) : 0;
                    long residual = convolve.residual() ? address(in.get(in.size() - 1)) : 0;
                    Kernel convolution = plan.bind(new Operands(
                            address(in.get(0)),
                            address(in.get(1)),
                            address(out.get(0)),
                            fused.isPresent() ? shift : 0,
                            fused.isPresent() ? residual : 0,
                            workspace(scratch)));
                    return isAll
                            ? convolution
                            : Kernel.sequence(List.of(
                                    convolution, follow(y, out.get(0), shift, residual, convolve.activation())));
                });
    }

    /** A plan for the convolution with all that follows it; empty where there is none or nothing does. */
    private Optional<ConvolutionPlan> fused(ConvolutionGraph plain, Instruction.Convolve convolve) {
        boolean relu = convolve.activation() == Activation.RELU;
        Following following = new Following(convolve.bias(), convolve.residual(), relu);
        if (!following.isThere() || (!relu && convolve.activation() != Activation.NONE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(plan(plain.followedBy(following)));
        } catch (RefusedException e) { // then in two passes
            return Optional.empty();
        }
    }

    /**
     * What follows a convolution, on its result.
     *
     * @param shift address of a value for each channel; 0 where there is none
     * @param residual address of a map like the result; 0 where there is none
     */
    Kernel follow(Shape shape, Block y, long shift, long residual, Activation activation) {
        int vectors = Math.toIntExact(DeviceLayout.maps(type).bytes(shape) / type.bytes() / type.lanes());
        return launcher.launch(
                "convolution",
                type,
                "follow_" + activation.name().toLowerCase(Locale.ROOT),
                Grid.over(vectors),
                y,
                shift,
                residual,
                shape.channels(),
                type.padded(shape.channels()),
                vectors);
    }

    KernelChoice backwardData(Step step, Instruction.ConvolveBackwardData convolve) {
        ConvolutionPlan plan = plan(graph(
                Direction.BACKWARD_DATA,
                step.outputs().get(0).shape(),
                step.inputs().get(0).shape(),
                step.inputs().get(1).shape(),
                convolve.convolution()));
        return new KernelChoice(
                plan.words(),
                List.of(DeviceLayout.kernels(type), DeviceLayout.maps(type)),
                List.of(DeviceLayout.maps(type)),
                scratch(plan.workspace()),
                (in, out, scratch) -> plan.bind(new Operands(
                        address(out.get(0)), address(in.get(0)), address(in.get(1)), 0, 0, workspace(scratch))));
    }

    /**
     * Where opposite sides are padded differently, the padding is written out: cuDNN 9.19 has an engine that reads the beginning of
     * the next row in its place (seen on an H200), and does not mark it.
     */
    KernelChoice backwardWeights(Step step, Instruction.ConvolveBackwardWeights convolve) {
        Shape x = step.inputs().get(0).shape();
        Shape dy = step.inputs().get(1).shape();
        Operation.Convolution convolution = convolve.convolution();
        Optional<PaddedMap> written = convolution.padding().symmetric()
                ? Optional.empty()
                : Optional.of(new PaddedMap(launcher, x, type, convolution.padding()));
        ConvolutionPlan plan = plan(graph(
                Direction.BACKWARD_WEIGHTS,
                written.map(PaddedMap::shape).orElse(x),
                step.outputs().get(0).shape(),
                dy,
                written.isPresent() ? convolution.padded(Padding.NONE) : convolution));
        Optional<ChannelSums> sums =
                convolve.bias() ? Optional.of(new ChannelSums(launcher, dy, type)) : Optional.empty();
        long behind = written.map(map -> aligned(map.bytes())).orElse(0L); // where the workspace begins
        return new KernelChoice(
                (written.isPresent() ? "padding.cu, " : "")
                        + plan.words()
                        + (sums.isPresent() ? ", channel_sums.cu" : ""),
                List.of(DeviceLayout.maps(type), DeviceLayout.maps(type)),
                sums.isPresent()
                        ? List.of(DeviceLayout.kernels(type), Format.PLAIN)
                        : List.of(DeviceLayout.kernels(type)),
                Math.max(
                        scratch(behind + plan.workspace()),
                        sums.map(ChannelSums::scratch).orElse(0L)),
                (in, out, scratch) -> {
                    long begin = workspace(scratch);
                    long map = written.isPresent() ? begin : address(in.get(0));
                    List<Kernel> kernels = new ArrayList<>(); // one after the other, so that they share scratch memory
                    written.ifPresent(padded -> kernels.add(padded.bind(in.get(0), begin)));
                    kernels.add(plan.bind(
                            new Operands(map, address(out.get(0)), address(in.get(1)), 0, 0, begin + behind)));
                    sums.ifPresent(channels -> kernels.add(channels.bind(in.get(1), out.get(1), scratch)));
                    return kernels.size() == 1 ? kernels.get(0) : Kernel.sequence(kernels);
                });
    }

    /** Bytes of scratch memory in which as many that begin at a multiple of {@link #ALIGNMENT} have their place. */
    private static long scratch(long bytes) {
        return bytes == 0 ? 0 : bytes + ALIGNMENT - 1;
    }

    private static long workspace(Block scratch) {
        return scratch == null ? 0 : aligned(address(scratch));
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
