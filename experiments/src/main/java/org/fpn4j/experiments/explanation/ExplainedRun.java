package org.fpn4j.experiments.explanation;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;

/**
 * A finished run that is to be explained.
 *
 * @param weights that it ended with
 * @param predicting makes who computes what it predicts
 */
public record ExplainedRun(
        RunDirectory directory, Experiment experiment, Weights weights, Supplier<PlanExecutor> predicting) {
    public ExplainedRun {
        requireNonNull(directory, "directory is null");
        requireNonNull(experiment, "experiment is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(predicting, "predicting is null");
    }

    long seed() {
        return experiment.config().seed();
    }
}
