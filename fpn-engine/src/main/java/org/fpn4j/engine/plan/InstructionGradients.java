package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;

/**
 * The backward steps of one step.
 *
 * @param dy the gradient of the first output; null for losses, where gradients begin
 */
record InstructionGradients(Differentiation differentiation, Step step, Value dy)
        implements Instruction.Visitor<Runnable> {
    @Override
    public Runnable forward(Instruction.Forward forward) {
        return () -> operation(forward.operation());
    }

    @Override
    public Runnable backward(Instruction.Backward instruction) {
        return none(instruction);
    }

    @Override
    public Runnable backwardExtension(Instruction.BackwardExtension instruction) {
        return none(instruction);
    }

    @Override
    public Runnable loss(Instruction.Loss loss) {
        return this::loss;
    }

    @Override
    public Runnable convolve(Instruction.Convolve convolve) {
        return () -> convolution(convolve);
    }

    @Override
    public Runnable convolveBackwardData(Instruction.ConvolveBackwardData instruction) {
        return none(instruction);
    }

    @Override
    public Runnable convolveBackwardWeights(Instruction.ConvolveBackwardWeights instruction) {
        return none(instruction);
    }

    @Override
    public Runnable foldNorm(NormInstruction.Fold fold) {
        return () -> foldedNorm(fold);
    }

    @Override
    public Runnable foldNormBackward(NormInstruction.FoldBackward instruction) {
        return none(instruction);
    }

    @Override
    public Runnable normalizeBatch(NormInstruction.Normalize norm) {
        return () -> batchNorm(norm);
    }

    @Override
    public Runnable normalizeBatchBackward(NormInstruction.NormalizeBackward instruction) {
        return none(instruction);
    }

    @Override
    public Runnable updateStatistics(NormInstruction.UpdateStatistics instruction) {
        return none(instruction);
    }

    @Override
    public Runnable joinCells(Instruction.JoinCells join) {
        return () -> emit(new Instruction.SplitCells(join.values()), List.of(dy), step.inputs());
    }

    @Override
    public Runnable chain(ElementwiseChain chain) {
        return none(chain);
    }

    @Override
    public Runnable splitCells(Instruction.SplitCells instruction) {
        return none(instruction);
    }

    private void operation(Operation operation) {
        OperationGradients.Gradient gradient =
                operation.accept(new OperationGradients(step, dy, differentiation::needsGradient));
        if (gradient.instruction().isPresent()) {
            emit(gradient.instruction().get(), gradient.inputs(), gradient.wanted());
        } else {
            gradient.wanted().forEach(input -> add(input, dy));
        }
    }

    /** The step made the gradient along with the loss. */
    private void loss() {
        if (differentiation.isLoss(step.outputs().get(0))) {
            add(step.inputs().get(0), differentiation.scaled(step.outputs().get(1), step.origins()));
        }
    }

    private void convolution(Instruction.Convolve convolve) {
        Value x = step.inputs().get(0);
        Value weight = step.inputs().get(1);
        Value dz = dy;
        if (convolve.activation() != Activation.NONE) {
            dz = Value.computed("d(" + step.outputs().get(0).name() + ")'", dy.shape());
            differentiation.append(new Step(
                    OperationGradients.activation(new Operation.Activate(convolve.activation())),
                    List.of(step.outputs().get(0), dy),
                    List.of(dz),
                    step.origins()));
        }
        if (convolve.residual()) {
            add(step.inputs().get(step.inputs().size() - 1), dz);
        }
        Value bias = convolve.bias() ? step.inputs().get(2) : null;
        boolean biasWanted = bias != null && differentiation.needsGradient(bias);
        if (differentiation.needsGradient(weight) || biasWanted) {
            List<Value> wanted = biasWanted ? List.of(weight, bias) : List.of(weight);
            Instruction weights = new Instruction.ConvolveBackwardWeights(convolve.convolution(), biasWanted);
            emit(weights, List.of(x, dz), wanted);
        }
        if (differentiation.needsGradient(x)) {
            Instruction data = new Instruction.ConvolveBackwardData(convolve.convolution());
            emit(data, List.of(differentiation.again(weight), dz), List.of(x));
        }
    }

    private void foldedNorm(NormInstruction.Fold fold) {
        List<Value> in = step.inputs();
        int norm = fold.bias() ? 2 : 1;
        boolean bias = fold.bias() && differentiation.needsGradient(in.get(1));
        List<Value> inputs = new ArrayList<>(List.of(in.get(norm), in.get(norm + 3), dy));
        if (bias) {
            inputs.add(differentiation.gradient(step.outputs().get(1)));
        }
        emit(
                new NormInstruction.FoldBackward(fold.epsilon(), bias),
                inputs,
                bias ? in.subList(0, 2) : in.subList(0, 1));
    }

    private void batchNorm(NormInstruction.Normalize norm) {
        List<Value> in = step.inputs();
        List<Value> inputs = List.of(
                in.get(0), in.get(1), step.outputs().get(1), step.outputs().get(2), dy);
        emit(new NormInstruction.NormalizeBackward(norm.epsilon()), inputs, in);
    }

    private void emit(Instruction instruction, List<Value> inputs, List<Value> wanted) {
        differentiation.emit(step, instruction, inputs, wanted);
    }

    private void add(Value value, Value gradient) {
        differentiation.add(value, gradient, step.origins());
    }

    /** Of an instruction that is made by differentiation or after it. */
    private static Runnable none(Instruction instruction) {
        throw new IllegalStateException("instruction[" + instruction.label() + "] has no gradient");
    }
}
