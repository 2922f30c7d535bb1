package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.graph.Operation;

/**
 * Elementwise steps of which one alone reads what the other makes become one step, so that a provider can compute them in one
 * pass over memory.
 */
final class ChainFusion {
    private final Map<Value, Integer> uses = new HashMap<>();

    /**
     * Prepares the fusion.
     *
     * @param steps of the whole plan
     * @param kept values that must exist afterwards
     */
    ChainFusion(List<Step> steps, Set<Value> kept) {
        kept.forEach(value -> uses.merge(value, 1, Integer::sum));
        steps.forEach(step -> step.inputs().forEach(value -> uses.merge(value, 1, Integer::sum)));
    }

    /** A stretch of the plan with chains in place of their links; each stands where its last link stood. */
    List<Step> of(List<Step> stretch) {
        Map<Value, Step> open = new HashMap<>(); // elementwise steps by what they make
        List<Step> steps = new ArrayList<>();
        for (Step step : stretch) {
            Step made = step;
            if (follows(step.instruction())) {
                Value running = step.inputs().get(step.inputs().size() - 1);
                Step before = open.get(running);
                if (before != null && uses.get(running) == 1) {
                    steps.remove(before);
                    made = joined(before, step);
                }
            }
            if (begins(made.instruction())) {
                open.put(made.outputs().get(0), made);
            }
            steps.add(made);
        }
        return steps;
    }

    private static Step joined(Step before, Step step) {
        List<Instruction> links = new ArrayList<>(
                before.instruction() instanceof ElementwiseChain chain ? chain.links() : List.of(before.instruction()));
        links.add(step.instruction());
        List<Value> inputs = new ArrayList<>(before.inputs());
        inputs.addAll(step.inputs().subList(0, step.inputs().size() - 1));
        List<String> origins = new ArrayList<>(before.origins());
        step.origins().stream().filter(origin -> !origins.contains(origin)).forEach(origins::add);
        return new Step(new ElementwiseChain(links), inputs, step.outputs(), origins);
    }

    private static boolean begins(Instruction instruction) {
        if (instruction instanceof Instruction.Forward forward && forward.operation() instanceof Operation.Sum) {
            return true;
        }
        return instruction instanceof ElementwiseChain || follows(instruction);
    }

    /** Whether it makes of its last input, value by value, something of the same shape. */
    private static boolean follows(Instruction instruction) {
        if (instruction instanceof Instruction.Backward backward) {
            return backward.operation() instanceof Operation.Activate;
        }
        return instruction instanceof Instruction.Forward forward
                && (forward.operation() instanceof Operation.Activate
                        || forward.operation() instanceof Operation.Multiply);
    }
}
