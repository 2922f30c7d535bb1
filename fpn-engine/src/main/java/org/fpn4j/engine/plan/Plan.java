package org.fpn4j.engine.plan;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps in the order in which they run, and what is wanted of them.
 *
 * @param steps every one is needed for an output, a loss, a gradient or a running statistic
 * @param forwardSteps how many of them come before the first backward step
 * @param outputs by name
 * @param losses scalars by name; empty where no gradients are wanted
 * @param gradients by the parameter's name, in the order of declaration; a trainable parameter that no loss depends on has
 *     none
 * @param changing names of the parameters that training changes while the plan lives; all others are fixed
 */
public record Plan(
        List<Step> steps,
        int forwardSteps,
        Map<String, Value> outputs,
        Map<String, Value> losses,
        Map<String, Value> gradients,
        Set<String> changing) {
    public Plan {
        steps = List.copyOf(steps);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
        changing = Set.copyOf(changing);
    }

    /** Values that stay the same from run to run: constants, fixed parameters, and what is computed from them alone. */
    public Set<Value> fixed() {
        Set<Value> fixed = new HashSet<>();
        for (Step step : steps) {
            for (Value input : step.inputs()) {
                if (input.source() instanceof Value.Constant || isFixedParameter(input)) {
                    fixed.add(input);
                }
            }
            if (fixed.containsAll(step.inputs()) && step.outputs().stream().noneMatch(Plan::isParameter)) {
                fixed.addAll(step.outputs());
            }
        }
        return fixed;
    }

    private boolean isFixedParameter(Value value) {
        return value.source() instanceof Value.OfParameter of
                && !changing.contains(of.parameter().name());
    }

    private static boolean isParameter(Value value) {
        return value.source() instanceof Value.OfParameter;
    }
}
