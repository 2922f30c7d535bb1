package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two things varied together, each level of the one with each of the other. All questions to it are products of what is asked of
 * each: an interaction of two steps, an effect at a level of a step and that level, a main effect of a step and the mean over
 * all levels.
 *
 * @param topic whose effect is asked for
 * @param moderator that this effect may depend on
 * @param variants their names, by level of the topic and then of the moderator
 */
public record Factorial(Factor topic, Factor moderator, List<List<String>> variants) {
    public Factorial {
        requireNonNull(topic, "topic is null");
        requireNonNull(moderator, "moderator is null");
        variants = variants.stream().map(List::copyOf).toList();
        int columns = moderator.levels().size();
        if (variants.size() != topic.levels().size() || variants.stream().anyMatch(row -> row.size() != columns)) {
            throw new IllegalArgumentException("variants" + variants + " must be one of each level of " + topic.name()
                    + " and " + moderator.name());
        }
    }

    /** How much an effect of the topic changes along a step of the moderator. */
    Contrast interaction(Factor.Step effect, Factor.Step along) {
        return product(effect.words() + ", " + along.words(), effect.weights(), along.weights());
    }

    /** The effect of the topic at one level of the moderator. */
    Contrast effectAt(Factor.Step effect, String level) {
        return product(effect.words() + " at " + level, effect.weights(), Map.of(level, 1.0));
    }

    /** The mean over the moderator of the topic's effect. */
    Contrast effectOfTopic(Factor.Step effect) {
        return product(effect.words(), effect.weights(), moderator.mean());
    }

    /** The mean over the topic of the moderator's effect. */
    Contrast effectOfModerator(Factor.Step effect) {
        return product(effect.words(), topic.mean(), effect.weights());
    }

    private Contrast product(String name, Map<String, Double> ofTopic, Map<String, Double> ofModerator) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (int row = 0; row < variants.size(); row++) {
            double one = ofTopic.getOrDefault(topic.levels().get(row), 0.0);
            for (int column = 0; column < variants.get(row).size(); column++) {
                double other = ofModerator.getOrDefault(moderator.levels().get(column), 0.0);
                if (one * other != 0) {
                    weights.put(variants.get(row).get(column), one * other);
                }
            }
        }
        return new Contrast(name, weights);
    }
}
