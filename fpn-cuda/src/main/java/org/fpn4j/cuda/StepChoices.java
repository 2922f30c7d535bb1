package org.fpn4j.cuda;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.ElementwiseChain;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;

/**
 * What the GPU has for each step; empty where it lacks it.
 *
 * @param inputs formats in which the inputs are there
 * @param wanted the format in which the first output will be read first
 */
record StepChoices(CudaKernels kernels, Step step, List<Format> inputs, Format wanted)
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
        return Optional.of(
                convolve.convolution().groups() > 1
                        ? kernels.depthwise.forward(step, convolve)
                        : kernels.convolutions.forward(step, convolve));
    }

    @Override
    public Optional<KernelChoice> convolveBackwardData(Instruction.ConvolveBackwardData data) {
        return Optional.of(
                data.convolution().groups() > 1
                        ? kernels.depthwise.backwardData(step, data)
                        : kernels.convolutions.backwardData(step, data));
    }

    @Override
    public Optional<KernelChoice> convolveBackwardWeights(Instruction.ConvolveBackwardWeights weights) {
        return Optional.of(
                weights.convolution().groups() > 1
                        ? kernels.depthwise.backwardWeights(step, weights)
                        : kernels.convolutions.backwardWeights(step, weights));
    }

    @Override
    public Optional<KernelChoice> foldNorm(NormInstruction.Fold fold) {
        return Optional.of(kernels.folds.fold(step, fold, wanted));
    }

    @Override
    public Optional<KernelChoice> foldNormBackward(NormInstruction.FoldBackward fold) {
        return Optional.of(kernels.folds.foldBackward(step, fold, inputs.get(2)));
    }

    @Override
    public Optional<KernelChoice> normalizeBatch(NormInstruction.Normalize norm) {
        return Optional.of(kernels.batchNorms.forward(step, norm.epsilon()));
    }

    @Override
    public Optional<KernelChoice> normalizeBatchBackward(NormInstruction.NormalizeBackward norm) {
        return Optional.of(kernels.batchNorms.backward(step, norm.epsilon()));
    }

    @Override
    public Optional<KernelChoice> updateStatistics(NormInstruction.UpdateStatistics update) {
        return Optional.of(kernels.batchNorms.updateStatistics(step, update));
    }

    @Override
    public Optional<KernelChoice> joinCells(Instruction.JoinCells join) {
        return Optional.of(kernels.cells.join(step));
    }

    @Override
    public Optional<KernelChoice> splitCells(Instruction.SplitCells split) {
        return Optional.of(kernels.cells.split(step));
    }

    @Override
    public Optional<KernelChoice> chain(ElementwiseChain chain) {
        return Optional.of(kernels.chains.choose(step, chain, inputs));
    }

    @Override
    public Optional<KernelChoice> focal(Operation.FocalLoss loss) {
        return Optional.of(kernels.losses.focal(step, loss));
    }

    @Override
    public Optional<KernelChoice> smoothL1(Operation.SmoothL1Loss loss) {
        return Optional.of(kernels.losses.smoothL1(step, loss));
    }

    @Override
    public Optional<KernelChoice> iou(Operation.IouLoss loss) {
        return Optional.of(kernels.losses.iou(step, loss.kind()));
    }

    @Override
    public Optional<KernelChoice> softmaxCrossEntropy(Operation.SoftmaxCrossEntropy loss) {
        return Optional.of(kernels.losses.softmaxCrossEntropy(step));
    }

    @Override
    public Optional<KernelChoice> binaryCrossEntropy(Operation.BinaryCrossEntropy loss) {
        return Optional.of(kernels.losses.binaryCrossEntropy(step));
    }

    @Override
    public Optional<KernelChoice> gaussianFocal(Operation.GaussianFocalLoss loss) {
        return Optional.of(kernels.losses.gaussianFocal(step, loss));
    }
}
