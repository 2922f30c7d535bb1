package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.training.config.BestConfig;

/**
 * An evaluation at the end of an epoch.
 *
 * @param step after which it was made
 * @param epoch that begins then, from 0
 * @param on whose images: the validation split, or what was held out to choose the best weights
 * @param score on these
 * @param losses of the same weights on the same images, by name; empty where the config does not want them
 * @param best whether no evaluation before was as good, by the metric that {@code training.best} names
 */
public record TrainingEvaluation(
        long step, long epoch, BestConfig.On on, Score score, Map<String, Double> losses, boolean best) {
    public TrainingEvaluation {
        requireNonNull(on, "on is null");
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
