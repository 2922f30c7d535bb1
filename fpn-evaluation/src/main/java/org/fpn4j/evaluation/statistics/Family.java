package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * All comparisons with a baseline by one metric.
 *
 * @param metric that they go by
 * @param largerIsBetter false for a number of mistakes
 * @param baseline that all are compared with
 * @param comparisons in the order of the question
 * @param incomparable variants that share no seed with the baseline, or of which there is nothing to measure
 */
public record Family(
        String metric,
        boolean largerIsBetter,
        String baseline,
        List<Comparison> comparisons,
        List<String> incomparable) {
    public Family {
        requireNonNull(metric, "metric is null");
        requireNonNull(baseline, "baseline is null");
        comparisons = List.copyOf(comparisons);
        incomparable = List.copyOf(incomparable);
    }

    /**
     * That by the metric that decides: all intervals together hold with 95 %, so each of them is wider (Bonferroni).
     *
     * @param seeds how many every variant was meant to have, by which the look is known
     */
    public static Family deciding(
            Question question, String metric, boolean largerIsBetter, int seeds, Collection<Scored> scores) {
        return of(question, question.alpha(OptionalInt.of(seeds)), question.margin(), metric, largerIsBetter, scores);
    }

    /** That by another metric, to look at and not to conclude from: each interval holds with 95 %. */
    public static Family besides(Question question, String metric, boolean largerIsBetter, Collection<Scored> scores) {
        return of(question, Question.ALPHA, OptionalDouble.empty(), metric, largerIsBetter, scores);
    }

    private static Family of(
            Question question,
            double alpha,
            OptionalDouble margin,
            String metric,
            boolean largerIsBetter,
            Collection<Scored> scores) {
        List<Comparison> comparisons = new ArrayList<>();
        List<String> incomparable = new ArrayList<>();
        for (String variant : question.compared()) {
            Optional<Differences> differences =
                    Differences.of(Contrast.difference(variant, question.baseline()), scores);
            if (differences.isEmpty()) {
                incomparable.add(variant);
                continue;
            }
            comparisons.add(
                    Comparison.of(differences.get(), differences.get().estimate(), alpha, margin, largerIsBetter));
        }
        return new Family(metric, largerIsBetter, question.baseline(), comparisons, incomparable);
    }
}
