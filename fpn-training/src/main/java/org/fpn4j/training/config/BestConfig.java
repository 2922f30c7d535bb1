package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.util.stream.Collectors;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;

/**
 * Which weights of a training are kept.
 *
 * @param on the images of which the evaluations decide
 * @param by the metric that decides
 * @param share of the training images that are held out for {@code dev}, so that as much of each class is in both parts
 * @param seed of what is held out, the same for all seeds of a training
 */
public record BestConfig(
        On on,
        String by,
        @Range(min = 0, aboveMin = true, max = 0.9) double share,
        @Range(min = -Range.EXACT, max = Range.EXACT) long seed) {

    /** Whose evaluations. */
    public enum On {
        /** None: the last weights are kept, or with early stopping those that were best on val. */
        NONE,
        /** Images held out of the training split: val, which the result is of, has no say. */
        DEV,
        /** The validation split, which the result is of, too: it looks better than the weights are. */
        VAL
    }

    /** The last weights. */
    public BestConfig() {
        this(On.NONE, Metrics.DECISIVE.name(), 0.1, 0);
    }

    public BestConfig {
        requireNonNull(on, "on is null");
        requireNonNull(by, "by is null");
        FieldChecks.of(BestConfig.class)
                .require(
                        Metrics.found().named(by).isPresent(),
                        "by",
                        by,
                        "must be a metric: "
                                + Metrics.found().all().stream()
                                        .map(Metric::name)
                                        .collect(Collectors.joining(", ")))
                .bounds("share", share)
                .bounds("seed", seed)
                .done();
    }

    /** The metric that decides. */
    public Metric metric() {
        return Metrics.found().named(by).orElseThrow();
    }

    /** The same with another {@code on}. */
    public BestConfig withOn(On on) {
        return RecordCopy.with(this, "on", on);
    }

    /** The same with another {@code by}. */
    public BestConfig withBy(String by) {
        return RecordCopy.with(this, "by", by);
    }

    /** The same with another {@code share}. */
    public BestConfig withShare(double share) {
        return RecordCopy.with(this, "share", share);
    }

    /** The same with another {@code seed}. */
    public BestConfig withSeed(long seed) {
        return RecordCopy.with(this, "seed", seed);
    }
}
