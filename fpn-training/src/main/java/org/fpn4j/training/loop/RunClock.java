package org.fpn4j.training.loop;

/** The clock of a training. It decides no result: how much time was spent, and when the next checkpoint is due. */
@FunctionalInterface
public interface RunClock {
    /** The machine's, which never goes back. */
    RunClock SYSTEM = System::nanoTime;

    /** Nanoseconds since some moment. */
    long nanoTime();

    /** Seconds since a moment of this clock. */
    default double secondsSince(long moment) {
        return (nanoTime() - moment) / 1e9;
    }
}
