package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

/**
 * Who goes along with a training and decides nothing of its result.
 *
 * @param listener hears of it
 * @param best keeps the weights of the best evaluation where the training may stop early
 * @param stop may ask it to end before its time
 * @param clock of its times
 */
record Companions(TrainingListener listener, BestWeights best, StopRequest stop, RunClock clock) {
    Companions {
        requireNonNull(listener, "listener is null");
        requireNonNull(best, "best is null");
        requireNonNull(stop, "stop is null");
        requireNonNull(clock, "clock is null");
    }

    /** Nobody listens, nobody asks it to stop, and the best weights are on the heap. */
    static Companions none() {
        return new Companions(TrainingListener.SILENT, BestWeights.inMemory(), new StopRequest(), RunClock.SYSTEM);
    }

    Companions with(TrainingListener another) {
        return new Companions(new TwoListeners(listener, another), best, stop, clock);
    }

    Companions with(BestWeights other) {
        return new Companions(listener, other, stop, clock);
    }

    Companions with(StopRequest other) {
        return new Companions(listener, best, other, clock);
    }

    Companions with(RunClock other) {
        return new Companions(listener, best, stop, other);
    }
}
