package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.execution.PlanValue;

/**
 * A tensor that both trainings tell at the same moment.
 *
 * @param step of the optimizer, from 1; 0 before the first
 * @param run of the step, from 1; 0 where it is of the whole step
 * @param kind what it is: {@code input}, {@code value}, {@code gradient}
 * @param made by the plan's step; empty for what no plan makes
 */
record Told(long step, int run, Stage stage, String kind, String name, Shape shape, Optional<PlanValue> made) {
    Told {
        requireNonNull(stage, "stage is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(name, "name is null");
        requireNonNull(shape, "shape is null");
        requireNonNull(made, "made is null");
    }

    /** Whether another training tells the same tensor; who computes it may be somebody else. */
    boolean isSame(Told other) {
        return step == other.step
                && run == other.run
                && stage == other.stage
                && kind.equals(other.kind)
                && name.equals(other.name)
                && shape.equals(other.shape);
    }

    /** {@code gradient neck.output.P3.weight}. */
    String title() {
        return kind + " " + name;
    }
}
