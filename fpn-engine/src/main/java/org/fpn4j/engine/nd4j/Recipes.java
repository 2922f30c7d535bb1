package org.fpn4j.engine.nd4j;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.plan.ElementwiseChain;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;

/** The recipe of each step. */
record Recipes(Step step) implements Instruction.Visitor<Recipe>, Operation.Loss.Visitor<Recipe> {
    @Override
    public Recipe forward(Instruction.Forward forward) {
        return forward.operation().accept(new ForwardRecipes(step));
    }

    @Override
    public Recipe backward(Instruction.Backward backward) {
        return backward.operation().accept(new BackwardRecipes(step));
    }

    @Override
    public Recipe backwardExtension(Instruction.BackwardExtension backward) {
        return ExtensionKernels.backward(step, backward);
    }

    @Override
    public Recipe loss(Instruction.Loss loss) {
        return loss.operation().acceptLoss(this);
    }

    @Override
    public Recipe convolve(Instruction.Convolve convolve) {
        return ConvolutionKernels.forward(step, convolve);
    }

    @Override
    public Recipe convolveBackwardData(Instruction.ConvolveBackwardData data) {
        return ConvolutionKernels.backwardData(step, data);
    }

    @Override
    public Recipe convolveBackwardWeights(Instruction.ConvolveBackwardWeights weights) {
        return ConvolutionKernels.backwardWeights(step, weights);
    }

    @Override
    public Recipe foldNorm(NormInstruction.Fold fold) {
        return FoldKernels.fold(step, fold);
    }

    @Override
    public Recipe foldNormBackward(NormInstruction.FoldBackward fold) {
        return FoldKernels.backward(step, fold);
    }

    @Override
    public Recipe normalizeBatch(NormInstruction.Normalize norm) {
        return BatchNormKernels.forward(step, norm.epsilon());
    }

    @Override
    public Recipe normalizeBatchBackward(NormInstruction.NormalizeBackward norm) {
        return BatchNormKernels.backward(step, norm.epsilon());
    }

    @Override
    public Recipe updateStatistics(NormInstruction.UpdateStatistics update) {
        return BatchNormKernels.updateStatistics(step, update);
    }

    @Override
    public Recipe joinCells(Instruction.JoinCells join) {
        return CellKernels.join(step, join.values());
    }

    @Override
    public Recipe splitCells(Instruction.SplitCells split) {
        return CellKernels.split(step, split.values());
    }

    @Override
    public Recipe chain(ElementwiseChain chain) {
        return ChainKernels.chain(step, chain);
    }

    @Override
    public Recipe focal(Operation.FocalLoss loss) {
        return LossKernels.focal(step, loss);
    }

    @Override
    public Recipe smoothL1(Operation.SmoothL1Loss loss) {
        return LossKernels.smoothL1(step, loss.beta());
    }

    @Override
    public Recipe iou(Operation.IouLoss loss) {
        return OverlapKernels.loss(step, loss.kind());
    }

    @Override
    public Recipe softmaxCrossEntropy(Operation.SoftmaxCrossEntropy loss) {
        return ClassKernels.softmaxCrossEntropy(step);
    }

    @Override
    public Recipe binaryCrossEntropy(Operation.BinaryCrossEntropy loss) {
        return LossKernels.binaryCrossEntropy(step);
    }

    @Override
    public Recipe gaussianFocal(Operation.GaussianFocalLoss loss) {
        return HeatMapKernels.gaussianFocal(step, loss);
    }

    /** For operations that are instructions of their own, or whose gradient is another's step. */
    static IllegalStateException never(Instruction instruction) {
        return new IllegalStateException("no plan has the instruction[" + instruction.label() + "] as it stands");
    }
}
