package org.fpn4j.engine.nd4j;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.plan.Step;

/** The recipe of each operation as it stands. */
record ForwardRecipes(Step step) implements Operation.Visitor<Recipe> {
    @Override
    public Recipe convolution(Operation.Convolution convolution) {
        throw Recipes.never(step.instruction());
    }

    @Override
    public Recipe batchNorm(Operation.BatchNorm norm) {
        return BatchNormKernels.storedForward(step, norm.epsilon());
    }

    @Override
    public Recipe groupNorm(Operation.GroupNorm norm) {
        return GroupNormKernels.forward(step, norm);
    }

    @Override
    public Recipe activate(Operation.Activate activate) {
        return ActivationKernels.forward(activate.activation());
    }

    @Override
    public Recipe maxPool(Operation.MaxPool pool) {
        return PoolKernels.forward(step, pool);
    }

    @Override
    public Recipe resizeNearest(Operation.ResizeNearest resize) {
        return ResizeKernels.forward(step);
    }

    @Override
    public Recipe sum(Operation.Sum sum) {
        return ElementwiseKernels.sum();
    }

    @Override
    public Recipe multiply(Operation.Multiply multiply) {
        return ElementwiseKernels.multiply(multiply.factor());
    }

    @Override
    public Recipe scaleByParameter(Operation.ScaleByParameter scale) {
        return ElementwiseKernels.scale();
    }

    @Override
    public Recipe weightedFusion(Operation.WeightedFusion fusion) {
        return FusionKernels.forward(step, fusion);
    }

    @Override
    public Recipe concat(Operation.Concat concat) {
        return CellKernels.concat(step, concat.axis());
    }

    @Override
    public Recipe mapToCells(Operation.MapToCells cells) {
        return CellKernels.join(step, cells.values());
    }

    @Override
    public Recipe slice(Operation.Slice slice) {
        return CellKernels.slice(slice);
    }

    @Override
    public Recipe maximum(Operation.Maximum maximum) {
        return ElementwiseKernels.maximum();
    }

    @Override
    public Recipe mapsToRows(Operation.MapsToRows maps) {
        return CellKernels.reshape();
    }

    @Override
    public Recipe depthToSpace(Operation.DepthToSpace depth) {
        return BlockKernels.spread(step, depth.block());
    }

    @Override
    public Recipe spaceToDepth(Operation.SpaceToDepth space) {
        return BlockKernels.stack(step, space.block());
    }

    @Override
    public Recipe globalAveragePool(Operation.GlobalAveragePool pool) {
        return PoolKernels.mean(step);
    }

    @Override
    public Recipe scaleChannels(Operation.ScaleChannels scale) {
        return ChannelKernels.scale();
    }

    @Override
    public Recipe normalizeChannels(Operation.NormalizeChannels normalize) {
        return ChannelKernels.normalize(step, normalize.epsilon());
    }

    @Override
    public Recipe takeClass(Operation.TakeClass take) {
        return ClassKernels.take(step, take.values());
    }

    @Override
    public Recipe roiAlign(Operation.RoiAlign align) {
        return RegionKernels.forward(step, align);
    }

    @Override
    public Recipe decision(Operation.Decision decision) {
        return DecisionKernels.decide(step, decision);
    }

    @Override
    public Recipe decodeDeltas(Operation.DecodeDeltas decode) {
        return BoxKernels.decode(step, decode);
    }

    @Override
    public Recipe distancesToBoxes(Operation.DistancesToBoxes distances) {
        return BoxKernels.distances(step);
    }

    @Override
    public Recipe loss(Operation.Loss loss) {
        throw Recipes.never(step.instruction());
    }

    @Override
    public Recipe extension(Operation.Extension operation) {
        return ExtensionKernels.forward(step, operation);
    }
}
