package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What scores of all variants of a design say: whether the effect of the one factor depends on the other, how large both are, and which
 * is the larger.
 *
 * @param metric that they go by
 * @param largerIsBetter false for a number of mistakes
 * @param interactions how effects of the topic change along the moderator; intervals hold together
 * @param ofTopic its effects as means over the moderator; intervals hold together
 * @param ofModerator its effects as means over the topic; intervals hold together
 * @param atLevels the topic's effects at each level of the moderator, each with 95 %: to look at
 * @param incomparable what cannot be said, because variants share no seed or there is nothing to measure
 * @param biggerLever the factor with the larger main effect, where that is shown
 * @param blocks scores with the seeds that all variants have
 * @param anova empty with fewer than two such seeds
 */
public record FactorialResult(
        Factorial design,
        String metric,
        boolean largerIsBetter,
        List<Effect> interactions,
        List<Effect> ofTopic,
        List<Effect> ofModerator,
        List<Effect> atLevels,
        List<String> incomparable,
        Optional<Factor> biggerLever,
        Blocks blocks,
        Optional<AnovaTable> anova) {
    public FactorialResult {
        requireNonNull(design, "design is null");
        requireNonNull(metric, "metric is null");
        interactions = List.copyOf(interactions);
        ofTopic = List.copyOf(ofTopic);
        ofModerator = List.copyOf(ofModerator);
        atLevels = List.copyOf(atLevels);
        incomparable = List.copyOf(incomparable);
        requireNonNull(biggerLever, "biggerLever is null");
        requireNonNull(blocks, "blocks is null");
        requireNonNull(anova, "anova is null");
    }

    /**
     * Of trainings, those of other variants included.
     *
     * @param question whose margin and looks hold here, too
     * @param seeds how many every variant was meant to have, by which the look is known
     */
    public static FactorialResult of(
            Factorial design,
            Question question,
            String metric,
            boolean largerIsBetter,
            int seeds,
            Collection<Scored> scores) {
        double alpha = question.familyAlpha(OptionalInt.of(seeds));
        Asking asking = new Asking(largerIsBetter, question.margin(), scores);
        Asking looking = new Asking(largerIsBetter, OptionalDouble.empty(), scores);
        List<Factor.Step> topics = design.topic().steps();
        List<Factor.Step> moderators = design.moderator().steps();
        List<Effect> interactions = new ArrayList<>();
        for (Factor.Step along : moderators) {
            interactions.addAll(asking.effects(
                    topics,
                    alpha / (topics.size() * moderators.size()),
                    step -> design.interaction(step, along),
                    (step, comparison) -> new Effect(
                            Effect.Kind.INTERACTION, step, Optional.of(along), Optional.empty(), comparison)));
        }
        List<Effect> atLevels = new ArrayList<>();
        for (String level : design.moderator().levels()) {
            atLevels.addAll(looking.effects(
                    topics,
                    Question.ALPHA,
                    step -> design.effectAt(step, level),
                    (step, comparison) ->
                            new Effect(Effect.Kind.AT_LEVEL, step, Optional.empty(), Optional.of(level), comparison)));
        }
        List<Effect> ofTopic =
                asking.effects(topics, alpha / topics.size(), design::effectOfTopic, FactorialResult::main);
        List<Effect> ofModerator =
                asking.effects(moderators, alpha / moderators.size(), design::effectOfModerator, FactorialResult::main);
        List<String> incomparable = new ArrayList<>(asking.incomparable);
        incomparable.addAll(looking.incomparable);
        Blocks blocks = Blocks.of(design, scores);
        return new FactorialResult(
                design,
                metric,
                largerIsBetter,
                interactions,
                ofTopic,
                ofModerator,
                atLevels,
                incomparable,
                new Levers(design, scores).bigger(alpha),
                blocks,
                AnovaTable.of(design, blocks));
    }

    private static Effect main(Factor.Step step, Comparison comparison) {
        return new Effect(Effect.Kind.MAIN, step, Optional.empty(), Optional.empty(), comparison);
    }

    /** All effects, those that conclusions go by first. */
    public List<Effect> effects() {
        List<Effect> all = new ArrayList<>(interactions);
        all.addAll(ofTopic);
        all.addAll(ofModerator);
        all.addAll(atLevels);
        return all;
    }

    /** Turns contrasts into effects, and notes those of which nothing is known. */
    private static final class Asking {
        private interface Making {
            Effect of(Factor.Step step, Comparison comparison);
        }

        private final boolean largerIsBetter;
        private final OptionalDouble margin;
        private final Collection<Scored> scores;
        private final List<String> incomparable = new ArrayList<>();

        Asking(boolean largerIsBetter, OptionalDouble margin, Collection<Scored> scores) {
            this.largerIsBetter = largerIsBetter;
            this.margin = margin;
            this.scores = scores;
        }

        List<Effect> effects(
                List<Factor.Step> steps, double alpha, Function<Factor.Step, Contrast> contrast, Making making) {
            List<Effect> effects = new ArrayList<>();
            for (Factor.Step step : steps) {
                Contrast asked = contrast.apply(step);
                Optional<Differences> found = Differences.of(asked, scores);
                if (found.isEmpty()) {
                    incomparable.add(asked.name());
                    continue;
                }
                Differences differences = found.get();
                effects.add(making.of(
                        step, Comparison.of(differences, differences.estimate(), alpha, margin, largerIsBetter)));
            }
            return effects;
        }
    }
}
