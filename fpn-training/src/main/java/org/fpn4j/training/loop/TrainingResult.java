package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.training.inference.EvaluatedSplit;

/**
 * What a training gives.
 *
 * @param weights that are kept: the best where the config wants them, else the last ones; or their running mean
 * @param validation what they find on the validation split
 * @param state where the training ended
 * @param warnings what a reader must know to judge the score
 */
public record TrainingResult(Weights weights, EvaluatedSplit validation, TrainingState state, List<String> warnings) {
    public TrainingResult {
        requireNonNull(weights, "weights is null");
        requireNonNull(validation, "validation is null");
        requireNonNull(state, "state is null");
        warnings = List.copyOf(warnings);
    }

    /** How good the weights are. */
    public Score score() {
        return validation.score();
    }
}
