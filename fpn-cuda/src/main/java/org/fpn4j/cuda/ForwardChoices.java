package org.fpn4j.cuda;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** What the GPU has for each operation as it stands; empty where it lacks it. */
record ForwardChoices(CudaKernels kernels, Step step, List<Format> inputs)
        implements Operation.Visitor<Optional<KernelChoice>> {
    @Override
    public Optional<KernelChoice> convolution(Operation.Convolution convolution) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> batchNorm(Operation.BatchNorm norm) {
        return Optional.of(kernels.batchNorms.storedForward(step, norm.epsilon()));
    }

    @Override
    public Optional<KernelChoice> groupNorm(Operation.GroupNorm norm) {
        return Optional.of(kernels.groupNorms.forward(step, norm));
    }

    @Override
    public Optional<KernelChoice> activate(Operation.Activate activate) {
        return Optional.of(kernels.elementwise.activate(step, activate.activation(), inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> maxPool(Operation.MaxPool pool) {
        return Optional.of(kernels.pools.forward(step, pool));
    }

    @Override
    public Optional<KernelChoice> resizeNearest(Operation.ResizeNearest resize) {
        return Optional.of(kernels.resizes.forward(step));
    }

    @Override
    public Optional<KernelChoice> sum(Operation.Sum sum) {
        return Optional.of(kernels.elementwise.sum(step, inputs));
    }

    @Override
    public Optional<KernelChoice> multiply(Operation.Multiply multiply) {
        return Optional.of(kernels.elementwise.multiply(step, multiply.factor(), inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> scaleByParameter(Operation.ScaleByParameter scale) {
        return Optional.of(kernels.scales.forward(step, inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> weightedFusion(Operation.WeightedFusion fusion) {
        return Optional.of(kernels.fusions.forward(step, fusion));
    }

    @Override
    public Optional<KernelChoice> concat(Operation.Concat concat) {
        return Optional.of(kernels.concats.forward(step, concat.axis()));
    }

    @Override
    public Optional<KernelChoice> mapToCells(Operation.MapToCells cells) {
        return Optional.of(kernels.cells.join(step));
    }

    @Override
    public Optional<KernelChoice> slice(Operation.Slice slice) {
        return Optional.of(kernels.slices.forward(step, slice));
    }

    @Override
    public Optional<KernelChoice> maximum(Operation.Maximum maximum) {
        return Optional.of(kernels.maximums.forward(step, inputs));
    }

    @Override
    public Optional<KernelChoice> mapsToRows(Operation.MapsToRows maps) {
        return Optional.of(
                kernels.layouts.convert(step.inputs().get(0).shape(), DeviceLayout.maps(kernels.type), Format.PLAIN));
    }

    @Override
    public Optional<KernelChoice> depthToSpace(Operation.DepthToSpace depth) {
        return Optional.of(kernels.blocks.spread(step, depth.block()));
    }

    @Override
    public Optional<KernelChoice> spaceToDepth(Operation.SpaceToDepth space) {
        return Optional.of(kernels.blocks.stack(step, space.block()));
    }

    @Override
    public Optional<KernelChoice> globalAveragePool(Operation.GlobalAveragePool pool) {
        return Optional.of(kernels.channels.mean(step));
    }

    @Override
    public Optional<KernelChoice> scaleChannels(Operation.ScaleChannels scale) {
        return Optional.of(kernels.channels.scale(step));
    }

    @Override
    public Optional<KernelChoice> normalizeChannels(Operation.NormalizeChannels normalize) {
        return Optional.of(kernels.channels.normalize(step, normalize.epsilon()));
    }

    @Override
    public Optional<KernelChoice> takeClass(Operation.TakeClass take) {
        return Optional.of(kernels.classes.take(step, take.values()));
    }

    @Override
    public Optional<KernelChoice> roiAlign(Operation.RoiAlign align) {
        return Optional.of(kernels.regions.forward(step, align));
    }

    @Override
    public Optional<KernelChoice> decision(Operation.Decision decision) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> decodeDeltas(Operation.DecodeDeltas decode) {
        return Optional.of(kernels.boxes.decode(step, decode));
    }

    @Override
    public Optional<KernelChoice> distancesToBoxes(Operation.DistancesToBoxes distances) {
        return Optional.of(kernels.boxes.distances(step));
    }

    @Override
    public Optional<KernelChoice> loss(Operation.Loss loss) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> extension(Operation.Extension operation) {
        return Optional.empty();
    }
}
