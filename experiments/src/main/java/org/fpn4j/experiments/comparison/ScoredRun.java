package org.fpn4j.experiments.comparison;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.evaluation.statistics.Scored;

/**
 * The scores of one training.
 *
 * @param fold that it was scored on; empty without folds
 * @param metrics values by name
 * @param replicates the same on draws of the images, where they are at hand
 */
public record ScoredRun(
        String variant, long seed, OptionalInt fold, Map<String, Double> metrics, Optional<ReplicatesFile> replicates) {
    /** Without folds. */
    public ScoredRun(String variant, long seed, Map<String, Double> metrics, Optional<ReplicatesFile> replicates) {
        this(variant, seed, OptionalInt.empty(), metrics, replicates);
    }

    public ScoredRun {
        requireNonNull(fold, "fold is null");
        requireNonNull(variant, "variant is null");
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        requireNonNull(replicates, "replicates is null");
    }

    double value(Metric metric) {
        return metrics.getOrDefault(metric.name(), -1.0);
    }

    Scored by(Metric metric) {
        return new Scored(variant, seed, value(metric), replicates.flatMap(file -> file.replicates()
                .of(metric.name())));
    }

    /** The digest of what it was scored on; empty where that is not known. */
    Optional<String> objects() {
        return replicates.map(ReplicatesFile::objectsSha256);
    }
}
