package org.fpn4j.engine.execution;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.graph.Shape;

/**
 * A value that a plan makes in every run.
 *
 * @param name as {@code ./fpn plan} has it: {@code d(x)} is the gradient of {@code x}; where several steps add to a value,
 *     each sum has its name
 * @param step which of every run's makes it, from 0, as {@code ./fpn plan} counts them
 * @param label what the step does
 * @param kernel who computes it, and with what
 * @param origins the definition's nodes that the step was made of
 * @param backward whether it is made on the way back
 */
public record PlanValue(
        String name, Shape shape, int step, String label, String kernel, List<String> origins, boolean backward) {
    public PlanValue {
        requireNonNull(name, "name is null");
        requireNonNull(shape, "shape is null");
        requireNonNull(label, "label is null");
        requireNonNull(kernel, "kernel is null");
        origins = List.copyOf(origins);
    }
}
