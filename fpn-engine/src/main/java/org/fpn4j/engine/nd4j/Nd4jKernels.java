package org.fpn4j.engine.nd4j;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Choice;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.plan.Instruction;
import org.fpn4j.engine.plan.Step;

/**
 * A kernel for every step, made of ND4J's own operations on whatever backend is on the class path. All values are in {@link
 * Format#PLAIN}.
 */
public final class Nd4jKernels implements KernelProvider {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Optional<Choice> choose(Step step, List<Format> inputs, Format wanted) {
        return Optional.of(recipe(step).choice(step));
    }

    private static Recipe recipe(Step step) {
        Instruction instruction = step.instruction();
        if (instruction instanceof Instruction.Forward forward) {
            return forward(step, forward.operation());
        } else if (instruction instanceof Instruction.Backward backward) {
            return backward(step, backward.operation());
        } else if (instruction instanceof Instruction.Loss loss) {
            return loss(step, loss.operation());
        } else if (instruction instanceof Instruction.Convolve convolve) {
            return ConvolutionKernels.forward(step, convolve);
        } else if (instruction instanceof Instruction.ConvolveBackwardData data) {
            return ConvolutionKernels.backwardData(step, data);
        } else if (instruction instanceof Instruction.ConvolveBackwardWeights weights) {
            return ConvolutionKernels.backwardWeights(step, weights);
        } else if (instruction instanceof Instruction.FoldNorm fold) {
            return FoldKernels.fold(step, fold);
        } else if (instruction instanceof Instruction.FoldNormBackward fold) {
            return FoldKernels.backward(step, fold);
        } else if (instruction instanceof Instruction.NormalizeBatch norm) {
            return BatchNormKernels.forward(step, norm.epsilon());
        } else if (instruction instanceof Instruction.NormalizeBatchBackward norm) {
            return BatchNormKernels.backward(step, norm.epsilon());
        } else if (instruction instanceof Instruction.UpdateStatistics update) {
            return BatchNormKernels.updateStatistics(step, update);
        } else if (instruction instanceof Instruction.JoinCells join) {
            return CellKernels.join(step, join.values());
        } else if (instruction instanceof Instruction.SplitCells split) {
            return CellKernels.split(step, split.values());
        }
        throw new IllegalStateException("instruction[" + instruction.label() + "] has no kernel");
    }

    private static Recipe forward(Step step, Operation operation) {
        if (operation instanceof Operation.Activate activate) {
            return ActivationKernels.forward(activate.activation());
        } else if (operation instanceof Operation.Sum) {
            return ElementwiseKernels.sum();
        } else if (operation instanceof Operation.Multiply multiply) {
            return ElementwiseKernels.multiply(multiply.factor());
        } else if (operation instanceof Operation.ScaleByParameter) {
            return ElementwiseKernels.scale();
        } else if (operation instanceof Operation.Convolution convolution) {
            return ConvolutionKernels.forward(
                    step,
                    new Instruction.Convolve(
                            convolution.stride(),
                            convolution.padding(),
                            convolution.groups(),
                            step.inputs().size() > 2,
                            false,
                            Activation.NONE));
        } else if (operation instanceof Operation.BatchNorm norm) {
            return BatchNormKernels.storedForward(step, norm.epsilon());
        } else if (operation instanceof Operation.GroupNorm norm) {
            return GroupNormKernels.forward(step, norm);
        } else if (operation instanceof Operation.MaxPool pool) {
            return PoolKernels.forward(step, pool);
        } else if (operation instanceof Operation.ResizeNearest) {
            return ResizeKernels.forward(step);
        } else if (operation instanceof Operation.WeightedFusion fusion) {
            return FusionKernels.forward(step, fusion);
        } else if (operation instanceof Operation.Concat concat) {
            return CellKernels.concat(step, concat.axis());
        } else if (operation instanceof Operation.MapToCells cells) {
            return CellKernels.join(step, cells.values());
        } else if (operation instanceof Operation.DecodeDeltas decode) {
            return BoxKernels.decode(step, decode);
        } else if (operation instanceof Operation.DistancesToBoxes) {
            return BoxKernels.distances(step);
        }
        throw new IllegalStateException("operation[" + operation.label() + "] has no kernel");
    }

    private static Recipe backward(Step step, Operation operation) {
        if (operation instanceof Operation.Activate activate) {
            return ActivationKernels.backward(step, activate.activation());
        } else if (operation instanceof Operation.ScaleByParameter) {
            return ElementwiseKernels.scaleBackward(step);
        } else if (operation instanceof Operation.BatchNorm norm) {
            return BatchNormKernels.storedBackward(step, norm.epsilon());
        } else if (operation instanceof Operation.GroupNorm norm) {
            return GroupNormKernels.backward(step, norm);
        } else if (operation instanceof Operation.MaxPool pool) {
            return PoolKernels.backward(step, pool);
        } else if (operation instanceof Operation.ResizeNearest) {
            return ResizeKernels.backward(step);
        } else if (operation instanceof Operation.WeightedFusion fusion) {
            return FusionKernels.backward(step, fusion);
        } else if (operation instanceof Operation.Concat concat) {
            return CellKernels.concatBackward(step, concat.axis());
        } else if (operation instanceof Operation.MapToCells cells) {
            return CellKernels.split(step, cells.values());
        } else if (operation instanceof Operation.DecodeDeltas decode) {
            return BoxKernels.decodeBackward(step, decode);
        } else if (operation instanceof Operation.DistancesToBoxes) {
            return BoxKernels.distances(step); // its own gradient: two signs change
        }
        throw new IllegalStateException("operation[" + operation.label() + "] has no kernel for its gradient");
    }

    private static Recipe loss(Step step, Operation operation) {
        if (operation instanceof Operation.FocalLoss focal) {
            return LossKernels.focal(step, focal);
        } else if (operation instanceof Operation.SmoothL1Loss smooth) {
            return LossKernels.smoothL1(step, smooth.beta());
        } else if (operation instanceof Operation.BinaryCrossEntropy) {
            return LossKernels.binaryCrossEntropy(step);
        } else if (operation instanceof Operation.IouLoss iou) {
            return OverlapKernels.loss(step, iou.kind());
        }
        throw new IllegalStateException("loss[" + operation.label() + "] has no kernel");
    }

    @Override
    public boolean owns(Format format) {
        return false;
    }

    @Override
    public Choice convert(Shape shape, Format from, Format to) {
        throw new IllegalStateException("nd4j has no format of its own; asked for " + from + " to " + to);
    }

    @Override
    public void close() {}
}
