package org.fpn4j.core.execution;

import org.fpn4j.core.weights.Weights;

/** Turns definitions into networks that run. */
public interface Executor {
    /** Short name as in {@code execution.kernels}. */
    String name();

    /**
     * Compiles a definition.
     *
     * @param initial values for every parameter and buffer, by name
     */
    Network compile(NetworkDefinition definition, Purpose purpose, Weights initial);

    /** What a network is compiled for: decides which statistics batch norm uses, and whether gradients exist. */
    enum Purpose {
        TRAINING,
        INFERENCE
    }
}
