package org.fpn4j.evaluation.statistics;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which of two factors moves a metric more, whatever the direction. A main effect {@code a} is larger than {@code b} where {@code a - b}
 * and {@code a + b} are both shown to lie on one side of 0. A factor is the bigger lever where one of its effects is larger than every
 * one of the other's; as each effect could be that one, the probability of error is divided by how many there are.
 */
final class Levers {
    private final Factorial design;
    private final Collection<Scored> scores;

    Levers(Factorial design, Collection<Scored> scores) {
        this.design = design;
        this.scores = scores;
    }

    /** The bigger one; empty where that is not shown. */
    Optional<Factor> bigger(double alpha) {
        List<Contrast> topics = contrasts(design.topic(), design::effectOfTopic);
        List<Contrast> moderators = contrasts(design.moderator(), design::effectOfModerator);
        double each = alpha / Math.max(topics.size(), moderators.size());
        if (outweighs(moderators, topics, each)) {
            return Optional.of(design.moderator());
        }
        return outweighs(topics, moderators, each) ? Optional.of(design.topic()) : Optional.empty();
    }

    private static List<Contrast> contrasts(Factor factor, Function<Factor.Step, Contrast> contrast) {
        return factor.steps().stream().map(contrast).toList();
    }

    private boolean outweighs(List<Contrast> ones, List<Contrast> others, double alpha) {
        return ones.stream().anyMatch(one -> others.stream().allMatch(other -> isLarger(one, other, alpha)));
    }

    private boolean isLarger(Contrast one, Contrast other, double alpha) {
        Optional<Interval> difference = interval(sum(one, other, -1), alpha);
        Optional<Interval> sum = interval(sum(one, other, 1), alpha);
        if (difference.isEmpty() || sum.isEmpty()) {
            return false;
        }
        boolean above = difference.get().low() > 0 && sum.get().low() > 0;
        boolean below = difference.get().high() < 0 && sum.get().high() < 0;
        return above || below;
    }

    /** Empty where it cannot be told, or not by one seed. */
    private Optional<Interval> interval(Contrast contrast, double alpha) {
        return Differences.of(contrast, scores)
                .map(Differences::estimate)
                .filter(estimate -> estimate.seeds() > 1)
                .map(estimate -> estimate.interval(alpha));
    }

    private static Contrast sum(Contrast one, Contrast other, int sign) {
        Map<String, Double> weights = new LinkedHashMap<>(one.weights());
        other.weights().forEach((variant, weight) -> weights.merge(variant, sign * weight, Double::sum));
        weights.values().removeIf(weight -> weight == 0);
        return new Contrast(one.name() + (sign < 0 ? " - " : " + ") + other.name(), weights);
    }
}
