package org.fpn4j.experiments.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.statistics.Scored;

/**
 * One score a variant and fold: the mean over the seeds that all variants of the fold have, so that none is favoured by the
 * seeds that others lack.
 */
final class FoldMeans {
    private FoldMeans() {}

    /**
     * The means, the number of the fold in the place of a seed; -1 where a run has nothing to measure. Draws of images are
     * those of a fold, so they say nothing of all.
     */
    static List<Scored> of(List<ScoredRun> runs, Metric metric) {
        Map<Integer, Map<String, Map<Long, Double>>> folds = new TreeMap<>();
        for (ScoredRun run : runs) {
            folds.computeIfAbsent(run.fold().orElseThrow(), fold -> new LinkedHashMap<>())
                    .computeIfAbsent(run.variant(), variant -> new TreeMap<>())
                    .put(run.seed(), run.value(metric));
        }
        List<Scored> scores = new ArrayList<>();
        folds.forEach((fold, variants) -> {
            Set<Long> shared = shared(variants.values());
            if (!shared.isEmpty()) {
                variants.forEach((variant, values) ->
                        scores.add(new Scored(variant, fold, mean(shared, values), Optional.empty())));
            }
        });
        return scores;
    }

    private static Set<Long> shared(Collection<Map<Long, Double>> variants) {
        Set<Long> shared = new TreeSet<>(variants.iterator().next().keySet());
        variants.forEach(seeds -> shared.retainAll(seeds.keySet()));
        return shared;
    }

    private static double mean(Set<Long> seeds, Map<Long, Double> values) {
        return seeds.stream().anyMatch(seed -> values.get(seed) < 0)
                ? -1
                : seeds.stream().mapToDouble(values::get).average().orElseThrow();
    }
}
