package org.fpn4j.onednn;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** What oneDNN has for each operation as it stands; empty where it lacks it. */
record ForwardChoices(OneDnnKernels kernels, Step step, List<Format> inputs)
        implements Operation.Visitor<Optional<KernelChoice>> {
    @Override
    public Optional<KernelChoice> convolution(Operation.Convolution convolution) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> batchNorm(Operation.BatchNorm norm) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> groupNorm(Operation.GroupNorm norm) {
        return Optional.of(kernels.groupNorms.forward(step, norm, inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> activate(Operation.Activate activate) {
        return Optional.of(kernels.elementwise.activate(step, activate.activation(), inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> maxPool(Operation.MaxPool pool) {
        return Optional.of(kernels.windows.maxPool(step, pool, inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> resizeNearest(Operation.ResizeNearest resize) {
        return Optional.of(kernels.windows.resize(step, inputs.get(0)));
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
        return Optional.of(kernels.shares.scale(step, inputs));
    }

    @Override
    public Optional<KernelChoice> weightedFusion(Operation.WeightedFusion fusion) {
        return Optional.of(kernels.shares.fuse(step, fusion, inputs));
    }

    @Override
    public Optional<KernelChoice> concat(Operation.Concat concat) {
        return isOfMaps(concat, step.outputs().get(0))
                ? Optional.of(kernels.parts.join(step, inputs))
                : Optional.empty();
    }

    /** Whether it puts maps beside each other. */
    static boolean isOfMaps(Operation.Concat concat, Value whole) {
        return concat.axis() == 1 && whole.shape().rank() == 4;
    }

    @Override
    public Optional<KernelChoice> mapToCells(Operation.MapToCells cells) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> slice(Operation.Slice slice) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> maximum(Operation.Maximum maximum) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> mapsToRows(Operation.MapsToRows maps) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> depthToSpace(Operation.DepthToSpace depth) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> spaceToDepth(Operation.SpaceToDepth space) {
        return Optional.of(kernels.parts.stack(step, space.block(), inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> globalAveragePool(Operation.GlobalAveragePool pool) {
        return Optional.of(kernels.channels.mean(step, inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> scaleChannels(Operation.ScaleChannels scale) {
        return Optional.of(kernels.channels.scale(step, inputs));
    }

    @Override
    public Optional<KernelChoice> normalizeChannels(Operation.NormalizeChannels normalize) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> takeClass(Operation.TakeClass take) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> roiAlign(Operation.RoiAlign align) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> decision(Operation.Decision decision) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> decodeDeltas(Operation.DecodeDeltas decode) {
        return Optional.of(BoxKernels.decodeDeltas(step, decode));
    }

    @Override
    public Optional<KernelChoice> distancesToBoxes(Operation.DistancesToBoxes distances) {
        return Optional.of(BoxKernels.distances(step));
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
