package org.fpn4j.experiments.training;

import java.util.Map;

/** Hears how a training goes on. */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /** Once, before the first step of this process. */
    default void begin(String name, long firstStep, long steps) {}

    /** After each optimizer step. */
    default void step(long step, double loss, double learningRate) {}

    /** After each evaluation. */
    default void evaluated(long step, Map<String, Double> metrics) {}

    /** A sentence for the person who waits. */
    default void say(String sentence) {}

    /** Once, after the last step. */
    default void end() {}
}
