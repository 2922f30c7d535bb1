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
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe maximum(Operation.Maximum maximum) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe mapsToRows(Operation.MapsToRows maps) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe depthToSpace(Operation.DepthToSpace depth) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe takeClass(Operation.TakeClass take) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe roiAlign(Operation.RoiAlign align) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe decision(Operation.Decision decision) {
        throw new UnsupportedOperationException();
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
