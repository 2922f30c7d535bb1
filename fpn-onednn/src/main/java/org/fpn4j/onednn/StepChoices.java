package org.fpn4j.onednn;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.kernel.ChainedKernels;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.ElementwiseChain;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;

/**
 * What oneDNN has for each step; empty where it lacks it.
 *
 * @param inputs formats in which the inputs are there
 * @param wanted the format in which the first output will be read first
 */
record StepChoices(OneDnnKernels kernels, Step step, List<Format> inputs, Format wanted)
        implements Instruction.Visitor<Optional<KernelChoice>>, Operation.Loss.Visitor<Optional<KernelChoice>> {
    @Override
    public Optional<KernelChoice> forward(Instruction.Forward forward) {
        return forward.operation().accept(new ForwardChoices(kernels, step, inputs));
    }

    @Override
    public Optional<KernelChoice> backward(Instruction.Backward backward) {
        return backward.operation().accept(new BackwardChoices(kernels, step, inputs));
    }

    @Override
    public Optional<KernelChoice> backwardExtension(Instruction.BackwardExtension backward) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> loss(Instruction.Loss loss) {
        return loss.operation().acceptLoss(this);
    }

    @Override
    public Optional<KernelChoice> convolve(Instruction.Convolve convolve) {
        return kernels.quantized(step, convolve, inputs, wanted)
                .or(() -> kernels.products.forward(step, convolve))
                .or(() -> Optional.of(kernels.convolutions.forward(step, convolve)));
    }

    @Override
    public Optional<KernelChoice> convolveBackwardData(Instruction.ConvolveBackwardData data) {
        return kernels.products
                .backwardData(step, data)
                .or(() -> Optional.of(kernels.convolutions.backwardData(step, data)));
    }

    @Override
    public Optional<KernelChoice> convolveBackwardWeights(Instruction.ConvolveBackwardWeights weights) {
        return kernels.products
                .backwardWeights(step, weights)
                .or(() -> kernels.depthwise.backwardWeights(step, weights))
                .or(() -> Optional.of(kernels.convolutions.backwardWeights(step, weights)));
    }

    @Override
    public Optional<KernelChoice> foldNorm(NormInstruction.Fold fold) {
        Format kernel = wanted instanceof Layout ? wanted : Format.PLAIN; // whole numbers are made of what was folded
        return Optional.of(kernels.folds.fold(step, fold, inputs.get(0), kernel));
    }

    @Override
    public Optional<KernelChoice> foldNormBackward(NormInstruction.FoldBackward fold) {
        return Optional.of(kernels.folds.foldBackward(step, fold, inputs));
    }

    @Override
    public Optional<KernelChoice> normalizeBatch(NormInstruction.Normalize norm) {
        return Optional.of(kernels.batchNorms.normalizeBatch(step, norm.epsilon(), inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> normalizeBatchBackward(NormInstruction.NormalizeBackward norm) {
        return Optional.of(kernels.batchNorms.normalizeBatchBackward(step, norm.epsilon(), inputs.get(0)));
    }

    @Override
    public Optional<KernelChoice> updateStatistics(NormInstruction.UpdateStatistics update) {
        return Optional.of(BatchNormKernels.updateStatistics(step, update.momentum(), update.values()));
    }

    @Override
    public Optional<KernelChoice> joinCells(Instruction.JoinCells join) {
        return Optional.of(kernels.cells.join(step, inputs));
    }

    @Override
    public Optional<KernelChoice> splitCells(Instruction.SplitCells split) {
        return Optional.of(kernels.cells.split(step));
    }

    @Override
    public Optional<KernelChoice> chain(ElementwiseChain chain) {
        return ChainedKernels.choose(
                kernels, step, kernels.layouts.common(step.outputs().get(0).shape(), inputs));
    }

    @Override
    public Optional<KernelChoice> focal(Operation.FocalLoss loss) {
        return Optional.of(kernels.focalLosses.choose(step, loss));
    }

    @Override
    public Optional<KernelChoice> smoothL1(Operation.SmoothL1Loss loss) {
        return Optional.of(BoxKernels.smoothL1(step, loss.beta()));
    }

    @Override
    public Optional<KernelChoice> iou(Operation.IouLoss loss) {
        return Optional.of(BoxKernels.overlap(step, loss.kind()));
    }

    @Override
    public Optional<KernelChoice> softmaxCrossEntropy(Operation.SoftmaxCrossEntropy loss) {
        return Optional.empty();
    }

    @Override
    public Optional<KernelChoice> binaryCrossEntropy(Operation.BinaryCrossEntropy loss) {
        return Optional.of(BoxKernels.binaryCrossEntropy(step));
    }

    @Override
    public Optional<KernelChoice> gaussianFocal(Operation.GaussianFocalLoss loss) {
        return Optional.empty();
    }
}
