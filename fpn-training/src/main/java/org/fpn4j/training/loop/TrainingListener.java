package org.fpn4j.training.loop;

/**
 * Hears how a training goes on, in the thread that trains and in the order of what happens. What listens is what a training
 * leaves: lines on a terminal, a log of metrics, checkpoints, the directory of a run. An exception of a listener ends the
 * training.
 */
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /** A sentence for the person who waits; the first may come before the beginning. */
    default void say(String sentence) {}

    /**
     * Once, before the first step of this process.
     *
     * @param start where the training stands; not at the beginning where it was resumed
     * @param steps of the whole training
     */
    default void begin(TrainingState start, long steps) {}

    /** Once, after the beginning: what the first step of this process starts from. */
    default void starting(Snapshot start) {}

    /** After each optimizer step. */
    default void stepped(TrainingStep step) {}

    /** After each evaluation of an epoch. */
    default void evaluated(TrainingEvaluation evaluation) {}

    /** After each step and each evaluation, when all listeners have heard of it: the training can be resumed from here. */
    default void reached(Snapshot snapshot) {}

    /** When the training was asked to stop, and is about to. */
    default void stopping(Snapshot snapshot) {}

    /** Once, after the last evaluation. */
    default void finished(TrainingResult result) {}
}
