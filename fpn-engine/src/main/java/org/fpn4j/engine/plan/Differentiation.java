package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.graph.Operation;

/**
 * Backward steps for forward steps, walked from the last step to the first; the rules are in {@link InstructionGradients}
 * and {@link OperationGradients}. A value that several steps read gets the sum of their gradients, added up as they come.
 * What leads to no trainable parameter gets no gradient.
 */
final class Differentiation {
    private final Set<Value> needsGradient = new HashSet<>();
    private final Set<Value> losses;
    private final Map<Value, Value> gradients = new HashMap<>();
    private final Map<String, Value> parameters = new HashMap<>();
    private final Map<Value, Step> madeAgain = new HashMap<>(); // by the first output
    private final List<Step> steps = new ArrayList<>();
    private final Optional<Value> scale;

    /**
     * Makes the backward steps.
     *
     * @param scale the factor {@code [1]} that gradients begin with; 1 where it is empty
     */
    Differentiation(List<Step> forward, Collection<Value> losses, Optional<Value> scale) {
        this.losses = new HashSet<>(losses);
        this.scale = scale;
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
            if (step.instruction().prepares()) {
                madeAgain.put(step.outputs().get(0), step);
            }
        }
        begin(forward);
        for (int i = forward.size() - 1; i >= 0; i--) {
            Step step = forward.get(i);
            if (step.inputs().stream().anyMatch(needsGradient::contains)) {
                backward(step);
            }
        }
    }

    /** A loss that comes without its gradient has one of 1. */
    private void begin(List<Step> forward) {
        for (Step step : forward) {
            Value y = step.outputs().get(0);
            if (losses.contains(y) && !step.instruction().makesLoss()) {
                Value one = new Value("d(" + y.name() + ")", y.shape(), new Value.Constant(() -> new float[] {1}));
                gradients.put(y, scaled(one, step.origins()));
            }
        }
    }

    /** The gradient of a loss with the factor that it begins with. */
    Value scaled(Value gradient, List<String> origins) {
        if (scale.isEmpty()) {
            return gradient;
        }
        Value scaled = Value.computed(gradient.name() + "*", gradient.shape());
        append(new Step(
                Instruction.Forward.inPlace(new Operation.ScaleByParameter()),
                List.of(gradient, scale.get()),
                List.of(scaled),
                origins));
        return scaled;
    }

    /** Outputs through which gradients flow back: not statistics, nor a folded bias where no bias is trained. */
    private List<Value> differentiable(Step step) {
        int passing =
                step.instruction().passing(index -> needsGradient(step.inputs().get(index)));
        return step.outputs().subList(0, passing);
    }

    List<Step> steps() {
        return steps;
    }

    /** The gradient of a parameter; empty where no loss depends on it. */
    Optional<Value> gradientOf(String parameter) {
        return Optional.ofNullable(gradients.get(parameters.get(parameter)));
    }

    private void backward(Step step) {
        Value dy = gradients.get(step.outputs().get(0));
        if (step.instruction().makesLoss() || dy != null) { // else nothing that reads it leads to a loss
            step.instruction().accept(new InstructionGradients(this, step, dy)).run();
        }
    }

    /** Whether a value leads to a loss from a trainable parameter. */
    boolean needsGradient(Value value) {
        return needsGradient.contains(value);
    }

    /** Whether a value is one of the losses whose sum is differentiated. */
    boolean isLoss(Value value) {
        return losses.contains(value);
    }

    /** The gradient that has arrived at a value. */
    Value gradient(Value value) {
        return gradients.get(value);
    }

    /** A value for the backward pass: what is cheaper to make again than to keep until then is made again. */
    Value again(Value value) {
        Step maker = madeAgain.get(value);
        if (maker == null || !needsGradient.contains(value)) {
            return value;
        }
        List<Value> outputs = maker.outputs().stream()
                .map(output -> Value.computed(output.name(), output.shape()))
                .toList();
        append(new Step(maker.instruction(), maker.inputs(), outputs, maker.origins()));
        return outputs.get(0);
    }

    /** A step that makes no gradient itself. */
    void append(Step step) {
        steps.add(step);
    }

    /** A backward step whose outputs are the gradients of {@code wanted}. */
    void emit(Step forward, Instruction instruction, List<Value> inputs, List<Value> wanted) {
        List<Value> outputs = wanted.stream().map(Value::gradientOf).toList();
        steps.add(new Step(instruction, inputs, outputs, forward.origins()));
        for (int i = 0; i < wanted.size(); i++) {
            add(wanted.get(i), outputs.get(i), forward.origins());
        }
    }

    /** Adds what one reader of a value has for its gradient. */
    void add(Value value, Value gradient, List<String> origins) {
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
                Instruction.Forward.inPlace(new Operation.Sum()), List.of(before, gradient), List.of(sum), origins));
        gradients.put(value, sum);
    }
}
