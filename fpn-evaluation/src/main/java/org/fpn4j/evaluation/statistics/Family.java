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
 * @param incomparable variants that share no seed with the baseline, or not two folds, or of which there is nothing to measure
 * @param folds of a cross-validation, which stand in the place of seeds; 0: none
 */
public record Family(
        String metric,
        boolean largerIsBetter,
        String baseline,
        List<Comparison> comparisons,
        List<String> incomparable,
        int folds) {
    /** Without folds. */
    public Family(
            String metric,
            boolean largerIsBetter,
            String baseline,
            List<Comparison> comparisons,
            List<String> incomparable) {
        this(metric, largerIsBetter, baseline, comparisons, incomparable, 0);
    }

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
            Optional<Estimate> estimate = differences.flatMap(each -> estimate(each, question.folds()));
            if (estimate.isEmpty()) {
                incomparable.add(variant);
                continue;
            }
            comparisons.add(Comparison.of(differences.get(), estimate.get(), alpha, margin, largerIsBetter));
        }
        return new Family(metric, largerIsBetter, question.baseline(), comparisons, incomparable, question.folds());
    }

    /** Of folds each has been validated once and learned in all others; one alone says nothing. */
    private static Optional<Estimate> estimate(Differences differences, int folds) {
        if (folds == 0) {
            return Optional.of(differences.estimate());
        }
        return differences.values().size() < 2
                ? Optional.empty()
                : Optional.of(differences.estimateOfResplits(1.0 / (folds - 1)));
    }
}
