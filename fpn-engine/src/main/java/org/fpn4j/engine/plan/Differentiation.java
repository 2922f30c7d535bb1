package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;

/**
 * Backward steps for forward steps: one rule per instruction, walked from the last step to the first. A value that several
 * steps read gets the sum of their gradients, added up as they come. What leads to no trainable parameter gets no gradient.
 */
final class Differentiation {
    private final Set<Value> needsGradient = new HashSet<>();
    private final Set<Value> losses;
    private final Map<Value, Value> gradients = new HashMap<>();
    private final Map<String, Value> parameters = new HashMap<>();
    private final Map<Value, Step> folded = new HashMap<>(); // by the folded weight
    private final List<Step> steps = new ArrayList<>();

    Differentiation(List<Step> forward, Collection<Value> losses) {
        this.losses = new HashSet<>(losses);
        checkLosses(forward);
        for (Step step : forward) {
            for (Value input : step.inputs()) {
                if (input.source() instanceof Value.OfParameter of
                        && of.parameter().trainable()) {
                    needsGradient.add(input);
                    parameters.put(of.parameter().name(), input);
                }
            }
            if (step.inputs().stream().anyMatch(needsGradient::contains)) {
                needsGradient.addAll(differentiable(step));
            }
            if (step.instruction() instanceof Instruction.FoldNorm) {
                folded.put(step.outputs().get(0), step);
            }
        }
        for (int i = forward.size() - 1; i >= 0; i--) {
            Step step = forward.get(i);
            if (step.inputs().stream().anyMatch(needsGradient::contains)) {
                backward(step);
            }
        }
    }

    /** Gradients begin at losses alone: a sum or product of losses would pass on none. */
    private void checkLosses(List<Step> forward) {
        Set<Value> made = new HashSet<>();
        for (Step step : forward) {
            if (step.instruction() instanceof Instruction.Loss) {
                made.add(step.outputs().get(0));
            }
        }
        for (Value loss : losses) {
            if (!made.contains(loss)) {
                throw new IllegalArgumentException("loss[" + loss.name()
                        + "] must be the output of a loss operation; to" + " weigh a loss, scale its weights per cell");
            }
        }
    }

    /** Outputs through which gradients flow back: not statistics, nor a folded bias where no bias is trained. */
    private List<Value> differentiable(Step step) {
        boolean both = step.instruction() instanceof Instruction.FoldNorm fold
                && fold.bias()
                && needsGradient.contains(step.inputs().get(1));
        return step.outputs().subList(0, both ? 2 : 1);
    }

    List<Step> steps() {
        return steps;
    }

    /** The gradient of a parameter; empty where no loss depends on it. */
    Optional<Value> gradientOf(String parameter) {
        return Optional.ofNullable(gradients.get(parameters.get(parameter)));
    }

    private void backward(Step step) {
        if (step.instruction() instanceof Instruction.Loss) {
            loss(step);
            return;
        }
        Value dy = gradients.get(step.outputs().get(0));
        if (dy == null) {
            return; // nothing that reads it leads to a loss
        }
        if (step.instruction() instanceof Instruction.Convolve convolve) {
            convolution(step, convolve, dy);
        } else if (step.instruction() instanceof Instruction.FoldNorm fold) {
            foldNorm(step, fold, dy);
        } else if (step.instruction() instanceof Instruction.NormalizeBatch norm) {
            normalizeBatch(step, norm, dy);
        } else if (step.instruction() instanceof Instruction.JoinCells join) {
            emit(step, new Instruction.SplitCells(join.values()), List.of(dy), step.inputs());
        } else if (step.instruction() instanceof Instruction.Forward forward) {
            operation(step, forward.operation(), dy);
        } else {
            throw new IllegalStateException("instruction[" + step.instruction().label() + "] has no gradient");
        }
    }

    /** The step made the gradient along with the loss. */
    private void loss(Step step) {
        if (losses.contains(step.outputs().get(0))) {
            add(step.inputs().get(0), step.outputs().get(1), step.origins());
        }
    }

    private void convolution(Step step, Instruction.Convolve convolve, Value dy) {
        Value x = step.inputs().get(0);
        Value weight = step.inputs().get(1);
        Value dz = dy;
        if (convolve.activation() != Activation.NONE) {
            Operation activate = new Operation.Activate(convolve.activation());
            dz = Value.computed("d(" + step.outputs().get(0).name() + ")'", dy.shape());
            steps.add(new Step(
                    new Instruction.Backward(activate),
                    List.of(step.outputs().get(0), dy),
                    List.of(dz),
                    step.origins()));
        }
        if (convolve.residual()) {
            add(step.inputs().get(step.inputs().size() - 1), dz, step.origins());
        }
        Value bias = convolve.bias() ? step.inputs().get(2) : null;
        boolean biasWanted = bias != null && needsGradient.contains(bias);
        if (needsGradient.contains(weight) || biasWanted) {
            List<Value> wanted = biasWanted ? List.of(weight, bias) : List.of(weight);
            Instruction weights = new Instruction.ConvolveBackwardWeights(
                    convolve.stride(), convolve.padding(), convolve.groups(), biasWanted);
            emit(step, weights, List.of(x, dz), wanted);
        }
        if (needsGradient.contains(x)) {
            Instruction data =
                    new Instruction.ConvolveBackwardData(convolve.stride(), convolve.padding(), convolve.groups());
            emit(step, data, List.of(again(weight), dz), List.of(x));
        }
    }

    /** A folded weight is cheaper to make again than to keep until the backward pass. */
    private Value again(Value weight) {
        Step fold = folded.get(weight);
        if (fold == null || !needsGradient.contains(weight)) {
            return weight;
        }
        List<Value> outputs = fold.outputs().stream()
                .map(value -> Value.computed(value.name(), value.shape()))
                .toList();
        steps.add(new Step(fold.instruction(), fold.inputs(), outputs, fold.origins()));
        return outputs.get(0);
    }

    private void foldNorm(Step step, Instruction.FoldNorm fold, Value dy) {
        List<Value> in = step.inputs();
        int norm = fold.bias() ? 2 : 1;
        boolean bias = fold.bias() && needsGradient.contains(in.get(1));
        List<Value> inputs = new ArrayList<>(List.of(in.get(norm), in.get(norm + 3), dy));
        if (bias) {
            inputs.add(gradients.get(step.outputs().get(1)));
        }
        emit(
                step,
                new Instruction.FoldNormBackward(fold.epsilon(), bias),
                inputs,
                bias ? in.subList(0, 2) : in.subList(0, 1));
    }

    private void normalizeBatch(Step step, Instruction.NormalizeBatch norm, Value dy) {
        List<Value> in = step.inputs();
        List<Value> inputs = List.of(
                in.get(0), in.get(1), step.outputs().get(1), step.outputs().get(2), dy);
        emit(step, new Instruction.NormalizeBatchBackward(norm.epsilon()), inputs, in);
    }

    private void operation(Step step, Operation operation, Value dy) {
        List<Value> in = step.inputs();
        Instruction backward = new Instruction.Backward(operation);
        if (operation instanceof Operation.Sum) {
            in.forEach(input -> add(input, dy, step.origins()));
        } else if (operation instanceof Operation.Multiply) {
            emit(step, step.instruction(), List.of(dy), in);
        } else if (operation instanceof Operation.Activate activate) {
            boolean byInput = activate.activation() == Activation.SWISH;
            emit(step, backward, List.of(byInput ? in.get(0) : step.outputs().get(0), dy), in);
        } else if (operation instanceof Operation.BatchNorm) {
            emit(step, backward, List.of(in.get(0), in.get(1), in.get(3), in.get(4), dy), in.subList(0, 3));
        } else if (operation instanceof Operation.GroupNorm) {
            Value mean = step.outputs().get(1);
            Value variance = step.outputs().get(2);
            emit(step, backward, List.of(in.get(0), in.get(1), mean, variance, dy), in);
        } else if (operation instanceof Operation.MaxPool) {
            emit(step, backward, List.of(in.get(0), step.outputs().get(1), dy), in);
        } else if (operation instanceof Operation.ScaleByParameter || operation instanceof Operation.WeightedFusion) {
            List<Value> inputs = new ArrayList<>(in);
            inputs.add(dy);
            emit(step, backward, inputs, in);
        } else if (operation instanceof Operation.DecodeDeltas) {
            emit(step, backward, List.of(in.get(0), in.get(1), dy), in.subList(0, 1));
        } else if (operation instanceof Operation.ResizeNearest
                || operation instanceof Operation.Concat
                || operation instanceof Operation.MapToCells
                || operation instanceof Operation.DistancesToBoxes) {
            emit(step, backward, List.of(dy), in);
        } else {
            throw new IllegalStateException("operation[" + operation.label() + "] has no gradient");
        }
    }

    /** A backward step whose outputs are the gradients of {@code wanted}. */
    private void emit(Step forward, Instruction instruction, List<Value> inputs, List<Value> wanted) {
        List<Value> outputs = wanted.stream().map(Value::gradientOf).toList();
        steps.add(new Step(instruction, inputs, outputs, forward.origins()));
        for (int i = 0; i < wanted.size(); i++) {
            add(wanted.get(i), outputs.get(i), forward.origins());
        }
    }

    private void add(Value value, Value gradient, List<String> origins) {
        if (!needsGradient.contains(value)) {
            return;
        }
        Value before = gradients.get(value);
        if (before == null) {
            gradients.put(value, gradient);
            return;
        }
        Value sum = Value.gradientOf(value);
        steps.add(new Step(
                new Instruction.Forward(new Operation.Sum()), List.of(before, gradient), List.of(sum), origins));
        gradients.put(value, sum);
    }
}
