package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.evaluation.metric.Score;

/**
 * An evaluation at the end of an epoch.
 *
 * @param step after which it was made
 * @param epoch that begins then, from 0
 * @param score on the validation split
 * @param losses of the same weights on the same images, by name; empty where the config does not want them
 */
public record TrainingEvaluation(long step, long epoch, Score score, Map<String, Double> losses) {
    public TrainingEvaluation {
        requireNonNull(score, "score is null");
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }

    /** The sum of all losses; empty where there are none. */
    public OptionalDouble loss() {
        return losses.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(losses.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum());
    }
}
