package org.fpn4j.training.inference;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.head.HeadState;

/**
 * What losses are measured by, so that they are comparable with those of a training's steps.
 *
 * @param state what the head remembers of the training; stays as it is
 * @param stepImages images of a whole step
 */
public record LossBasis(HeadState state, int stepImages) {
    public LossBasis {
        requireNonNull(state, "state is null");
        if (stepImages < 1) {
            throw new IllegalArgumentException("stepImages[" + stepImages + "] must be >= 1");
        }
    }
}
