package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Scores of all variants of a design with the seeds that all of them have.
 *
 * @param seeds ascending; none where a variant has none with the others, or holds nothing to measure
 * @param scores by level of the topic, then of the moderator, then by seed
 */
public record Blocks(List<Long> seeds, List<List<List<Double>>> scores) {
    public Blocks {
        seeds = List.copyOf(seeds);
        scores = scores.stream()
                .map(row -> row.stream().map(List::copyOf).toList())
                .toList();
    }

    /** Of trainings, those of other variants included. */
    static Blocks of(Factorial design, Collection<Scored> trainings) {
        Map<String, Map<Long, Double>> byVariant = new LinkedHashMap<>();
        design.variants().forEach(row -> row.forEach(variant -> byVariant.put(variant, new LinkedHashMap<>())));
        for (Scored training : trainings) {
            if (training.isMeasured() && byVariant.containsKey(training.variant())) {
                byVariant.get(training.variant()).put(training.seed(), training.value());
            }
        }
        TreeSet<Long> common = new TreeSet<>();
        trainings.forEach(training -> common.add(training.seed()));
        byVariant.values().forEach(own -> common.retainAll(own.keySet()));
        List<List<List<Double>>> scores = new ArrayList<>();
        for (List<String> row : design.variants()) {
            scores.add(row.stream()
                    .map(variant ->
                            common.stream().map(byVariant.get(variant)::get).toList())
                    .toList());
        }
        return new Blocks(List.copyOf(common), scores);
    }

    /** The mean over the seeds at a level of each. */
    public double mean(int topic, int moderator) {
        return scores.get(topic).get(moderator).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
