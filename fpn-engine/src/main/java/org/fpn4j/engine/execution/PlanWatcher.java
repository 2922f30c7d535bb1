package org.fpn4j.engine.execution;

import org.fpn4j.core.graph.TensorView;

/** Looks on while a plan runs, step by step. */
@FunctionalInterface
public interface PlanWatcher {
    /**
     * A value was made.
     *
     * @param values in the order of its shape; they can be read until this returns
     */
    void made(PlanValue value, TensorView values);
}
