package org.fpn4j.engine.plan;

import java.util.List;

/**
 * One step of a plan.
 *
 * @param origins names of the definition's nodes that it was made of
 */
public record Step(Instruction instruction, List<Value> inputs, List<Value> outputs, List<String> origins) {
    public Step {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        origins = List.copyOf(origins);
    }

    @Override
    public String toString() {
        return instruction.label() + inputs + " -> " + outputs;
    }
}
