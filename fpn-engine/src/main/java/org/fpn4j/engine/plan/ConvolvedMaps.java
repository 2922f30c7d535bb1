package org.fpn4j.engine.plan;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Operation;

/**
 * The maps that a plan's convolutions read, as what they convolve or add.
 *
 * @param maps by name
 * @param neverNegative those whose makers give nothing below 0
 */
public record ConvolvedMaps(Map<String, Value> maps, Set<Value> neverNegative) {
    private static final Set<Activation> POSITIVE =
            Set.of(Activation.RELU, Activation.RELU6, Activation.SIGMOID, Activation.EXP, Activation.HARD_SIGMOID);

    public ConvolvedMaps {
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        neverNegative = Set.copyOf(neverNegative);
    }

    static ConvolvedMaps of(Plan plan) {
        Map<String, Value> maps = new LinkedHashMap<>();
        Set<Value> positive = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step.instruction() instanceof Instruction.Convolve convolve) {
                maps.put(step.inputs().get(0).name(), step.inputs().get(0));
                convolve.residual(step).ifPresent(added -> maps.put(added.name(), added));
            }
            if (isPositive(step.instruction(), positive.containsAll(step.inputs()))) {
                positive.add(step.outputs().get(0));
            }
        }
        positive.retainAll(maps.values());
        return new ConvolvedMaps(maps, positive);
    }

    /** @param ofPositive whether nothing that goes in is negative */
    private static boolean isPositive(Instruction instruction, boolean ofPositive) {
        if (instruction instanceof Instruction.Convolve convolve) {
            return POSITIVE.contains(convolve.activation());
        }
        if (instruction instanceof ElementwiseChain chain) {
            return isPositive(chain.links().get(chain.links().size() - 1), false);
        }
        return instruction instanceof Instruction.Forward forward && isPositive(forward.operation(), ofPositive);
    }

    private static boolean isPositive(Operation operation, boolean ofPositive) {
        if (operation instanceof Operation.Activate activate) {
            return POSITIVE.contains(activate.activation());
        }
        boolean picks = operation instanceof Operation.MaxPool || operation instanceof Operation.ResizeNearest;
        return picks && ofPositive;
    }

    /** The same steps for the sake of these maps. */
    Plan plan(Plan of) {
        return new Plan(of.steps(), of.forwardSteps(), maps, Map.of(), Map.of(), of.changing());
    }
}
