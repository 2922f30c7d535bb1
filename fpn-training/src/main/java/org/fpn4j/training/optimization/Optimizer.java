package org.fpn4j.training.optimization;

import java.util.Map;
import org.fpn4j.core.execution.FlatVector;

/**
 * Changes parameters by their gradients, both flat. What it remembers is flat too, so that a checkpoint can hold it; it lies
 * in the parameters' memory, which is given back when the optimizer is closed.
 */
public interface Optimizer extends AutoCloseable {
    /**
     * One step on the buffers it was made for.
     *
     * @param learningRate of this step
     */
    void step(double learningRate);

    /** Vectors that belong into a checkpoint, by name, as long as the parameters; changed in place. */
    Map<String, FlatVector> memory();

    /** Number of steps done. */
    long steps();

    /** Goes on from a checkpoint. */
    void resumeAt(long steps);

    @Override
    void close();
}
