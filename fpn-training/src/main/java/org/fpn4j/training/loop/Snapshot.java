package org.fpn4j.training.loop;

import org.fpn4j.core.weights.Weights;

/** What a training needs to be resumed, as it is while a listener hears of it; tensors are copied when they are asked for. */
public interface Snapshot {
    /** Where the training stands. */
    TrainingState state();

    /** All parameters and buffers. */
    Weights weights();

    /** What the training remembers beside the weights, by name: vectors of the optimizer, the running mean. */
    Weights memory();
}
