package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * What a step from one level to another does to a metric, in a design of two factors.
 *
 * @param kind what is asked
 * @param step from one level to another
 * @param along the step of the other factor along which the effect changes; of an interaction alone
 * @param level of the other factor at which it is; of an effect at a level alone
 * @param comparison its estimate, interval and verdict
 */
public record Effect(
        Kind kind, Factor.Step step, Optional<Factor.Step> along, Optional<String> level, Comparison comparison) {
    /** What is asked. */
    public enum Kind {
        /** How the effect of the topic changes along the moderator. */
        INTERACTION,
        /** The mean effect over all levels of the other factor. */
        MAIN,
        /** The effect at one level of the other factor. */
        AT_LEVEL;

        /** As it is read: {@code at level}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public Effect {
        requireNonNull(kind, "kind is null");
        requireNonNull(step, "step is null");
        requireNonNull(along, "along is null");
        requireNonNull(level, "level is null");
        requireNonNull(comparison, "comparison is null");
    }

    /** Where it is: the other factor's step, its level, or {@code mean}. */
    public String place() {
        return along.map(Factor.Step::words).or(() -> level).orElse("mean");
    }
}
