package org.fpn4j.engine.nd4j;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.plan.Step;

/** The recipe of each operation's gradient. */
record BackwardRecipes(Step step) implements Operation.Visitor<Recipe> {
    @Override
    public Recipe convolution(Operation.Convolution convolution) {
        throw Recipes.never(step.instruction());
    }

    @Override
    public Recipe batchNorm(Operation.BatchNorm norm) {
        return BatchNormKernels.storedBackward(step, norm.epsilon());
    }

    @Override
    public Recipe groupNorm(Operation.GroupNorm norm) {
        return GroupNormKernels.backward(step, norm);
    }

    @Override
    public Recipe activate(Operation.Activate activate) {
        return ActivationKernels.backward(step, activate.activation());
    }

    @Override
    public Recipe maxPool(Operation.MaxPool pool) {
        return PoolKernels.backward(step, pool);
    }

    @Override
    public Recipe resizeNearest(Operation.ResizeNearest resize) {
        return ResizeKernels.backward(step);
    }

    @Override
    public Recipe sum(Operation.Sum sum) {
        throw Recipes.never(step.instruction()); // its gradient is that of every term
    }

    @Override
    public Recipe multiply(Operation.Multiply multiply) {
        throw Recipes.never(step.instruction()); // its gradient is itself
    }

    @Override
    public Recipe scaleByParameter(Operation.ScaleByParameter scale) {
        return ElementwiseKernels.scaleBackward(step);
    }

    @Override
    public Recipe weightedFusion(Operation.WeightedFusion fusion) {
        return FusionKernels.backward(step, fusion);
    }

    @Override
    public Recipe concat(Operation.Concat concat) {
        return CellKernels.concatBackward(step, concat.axis());
    }

    @Override
    public Recipe mapToCells(Operation.MapToCells cells) {
        return CellKernels.split(step, cells.values());
    }

    @Override
    public Recipe slice(Operation.Slice slice) {
        return CellKernels.sliceBackward(slice);
    }

    @Override
    public Recipe maximum(Operation.Maximum maximum) {
        return ElementwiseKernels.maximumBackward();
    }

    @Override
    public Recipe mapsToRows(Operation.MapsToRows maps) {
        return CellKernels.reshape();
    }

    @Override
    public Recipe depthToSpace(Operation.DepthToSpace depth) {
        return BlockKernels.gather(step, depth.block());
    }

    @Override
    public Recipe spaceToDepth(Operation.SpaceToDepth space) {
        return BlockKernels.unstack(step, space.block());
    }

    @Override
    public Recipe globalAveragePool(Operation.GlobalAveragePool pool) {
        return PoolKernels.meanBackward(step);
    }

    @Override
    public Recipe scaleChannels(Operation.ScaleChannels scale) {
        return ChannelKernels.scaleBackward();
    }

    @Override
    public Recipe normalizeChannels(Operation.NormalizeChannels normalize) {
        return ChannelKernels.normalizeBackward(step, normalize.epsilon());
    }

    @Override
    public Recipe takeClass(Operation.TakeClass take) {
        return ClassKernels.takeBackward(step, take.values());
    }

    @Override
    public Recipe roiAlign(Operation.RoiAlign align) {
        return RegionKernels.backward(step, align);
    }

    @Override
    public Recipe decision(Operation.Decision decision) {
        throw Recipes.never(step.instruction()); // it has none
    }

    @Override
    public Recipe decodeDeltas(Operation.DecodeDeltas decode) {
        return BoxKernels.decodeBackward(step, decode);
    }

    @Override
    public Recipe distancesToBoxes(Operation.DistancesToBoxes distances) {
        return BoxKernels.distances(step); // its own gradient: two signs change
    }

    @Override
    public Recipe loss(Operation.Loss loss) {
        throw Recipes.never(step.instruction());
    }

    @Override
    public Recipe extension(Operation.Extension operation) {
        throw Recipes.never(step.instruction()); // its gradient says which inputs are wanted
    }
}
