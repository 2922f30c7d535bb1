package org.fpn4j.training.loop;

import java.util.function.Supplier;

/** Asks all trainings that know it to stop after the step in progress, each where it can be resumed. Once asked, none begins. */
public final class StopRequest {
    private boolean asked;
    private int trainings;

    /** Asks; true where a training is there to hear it, which then ends by {@link TrainingStopped}. */
    public synchronized boolean ask() {
        asked = true;
        return trainings > 0;
    }

    /** Whether somebody has asked. */
    public synchronized boolean isAsked() {
        return asked;
    }

    /**
     * Lets nothing begin once asked.
     *
     * @throws TrainingStopped where somebody has asked
     */
    public void requireNotAsked() {
        if (isAsked()) {
            throw new TrainingStopped(0);
        }
    }

    /** Does something that hears the request. */
    public <T> T during(Supplier<T> training) {
        count(1);
        try {
            return training.get();
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int more) {
        trainings += more;
    }
}
