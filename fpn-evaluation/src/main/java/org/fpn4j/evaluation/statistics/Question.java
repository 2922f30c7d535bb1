package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is asked of variants before their scores are seen.
 *
 * @param baseline that all others are compared with
 * @param compared variants beside it, each of them a comparison
 * @param margin up to which a difference counts as none; without it nothing is equivalent
 * @param looks the numbers of seeds at which results are looked at; without them there is one look
 * @param folds of a cross-validation, whose scores have the number of a fold in the place of a seed; 0: none
 */
public record Question(
        String baseline, List<String> compared, OptionalDouble margin, Optional<Looks> looks, int folds) {
    /** The probability that a family of comparisons errs at all. */
    public static final double ALPHA = 0.05;

    public Question {
        requireNonNull(baseline, "baseline is null");
        compared = List.copyOf(compared);
        requireNonNull(margin, "margin is null");
        requireNonNull(looks, "looks is null");
        if (compared.contains(baseline) || new HashSet<>(compared).size() < compared.size()) {
            throw new IllegalArgumentException(
                    "compared" + compared + " must be different variants other than the baseline[" + baseline + "]");
        }
        if (folds < 0 || folds == 1) {
            throw new IllegalArgumentException("folds[" + folds + "] must be 0 or at least 2");
        }
        if (margin.isPresent() && !(margin.getAsDouble() > 0)) {
            throw new IllegalArgumentException("margin[" + margin.getAsDouble() + "] must be > 0");
        }
    }

    /** Without folds. */
    public Question(String baseline, List<String> compared, OptionalDouble margin, Optional<Looks> looks) {
        this(baseline, compared, margin, looks, 0);
    }

    /** One look, no margin. */
    public Question(String baseline, List<String> compared) {
        this(baseline, compared, OptionalDouble.empty(), Optional.empty());
    }

    /** The same of scores by fold. */
    public Question ofFolds(int count) {
        return new Question(baseline, compared, margin, looks, count);
    }

    /**
     * What each comparison may err with: its part of what the look may spend.
     *
     * @param seeds how many there are
     */
    double alpha(OptionalInt seeds) {
        return familyAlpha(seeds) / Math.max(1, compared.size());
    }

    /**
     * What all comparisons of a family together may err with: what the look may spend.
     *
     * @param seeds how many there are
     */
    double familyAlpha(OptionalInt seeds) {
        return looks.isPresent() && seeds.isPresent() ? looks.get().alpha(seeds.getAsInt(), ALPHA) : ALPHA;
    }
}
