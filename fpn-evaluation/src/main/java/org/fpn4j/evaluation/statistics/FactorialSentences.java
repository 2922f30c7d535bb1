package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What a design of two factors says, as a reader of no statistics understands it. */
public final class FactorialSentences {
    private static final double SMALLEST_P = 0.001; // that is printed
    private static final String NOTHING = "-";

    private final FactorialResult result;
    private final String topic;
    private final String moderator;

    /** Of a result. */
    public FactorialSentences(FactorialResult result) {
        this.result = result;
        this.topic = result.design().topic().name();
        this.moderator = result.design().moderator().name();
    }

    /** {@code Does the effect of neck depend on resolution?}. */
    public String question() {
        return "Does the effect of " + topic + " depend on " + moderator + "?";
    }

    /** {@code neck by resolution: AP (paired by seed, 5 seeds, 60 images)}. */
    public String heading() {
        List<Comparison> comparisons =
                result.effects().stream().map(Effect::comparison).toList();
        String facts = comparisons.isEmpty() ? "nothing to compare" : Sentences.facts(comparisons, "seed");
        return topic + " by " + moderator + ": " + result.metric() + " (" + facts + ")";
    }

    /** A row for each effect: where, what changes, by how much, the interval, how far it is to be trusted. */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        result.atLevels().forEach(effect -> rows.add(row(moderator + " " + effect.place(), effect, "to look at")));
        result.ofTopic().forEach(effect -> rows.add(row("mean over " + moderator, effect, verdict(effect))));
        result.ofModerator().forEach(effect -> rows.add(row("mean over " + topic, effect, verdict(effect))));
        result.interactions()
                .forEach(effect -> rows.add(
                        row("change, " + effect.place(), effect, isShown(effect) ? "shown" : verdict(effect))));
        return rows;
    }

    private static String verdict(Effect effect) {
        return effect.comparison().verdict().words();
    }

    private static List<String> row(String where, Effect effect, String standing) {
        return List.of(
                where,
                effect.step().words(),
                Sentences.signed(effect.comparison().estimate().value()),
                Sentences.bounds(effect.comparison()),
                standing);
    }

    /** Whether the effect depends, which factor is the bigger lever, and what could have been found. */
    public List<String> verdicts() {
        List<String> sentences = new ArrayList<>();
        sentences.add(dependence());
        noiseFloor().ifPresent(sentences::add);
        lever().ifPresent(sentences::add);
        if (result.interactions().stream().anyMatch(FactorialSentences::isShown)) {
            sentences.add("Effects of " + topic + " differ between levels of " + moderator
                    + ": read them at each level, the means hide it.");
        }
        return sentences;
    }

    private String dependence() {
        String question = "the effect of " + topic + " depends on " + moderator;
        List<Effect> interactions = result.interactions();
        if (interactions.isEmpty()) {
            return "Whether " + question + ": nothing to compare by " + result.metric() + ".";
        }
        if (interactions.stream().allMatch(FactorialSentences::isUntested)) {
            return "Whether " + question + " is not tested: one seed.";
        }
        String detail = details(interactions);
        if (interactions.stream().anyMatch(FactorialSentences::isShown)) {
            return "The effect of " + topic + " depends on " + moderator + ": " + detail + ".";
        }
        boolean equivalent =
                interactions.stream().allMatch(each -> each.comparison().verdict() == Verdict.EQUIVALENT);
        return equivalent
                ? "The effect of " + topic + " does not depend on " + moderator + " by more than "
                        + Sentences.plain(
                                interactions.get(0).comparison().margin().orElseThrow()) + " "
                        + result.metric() + ": " + detail + "."
                : "The effect of " + topic + " is not shown to depend on " + moderator + ": " + detail + ".";
    }

    /** {@code from 128 to 256 the gain from fpn to panet changes by -0.020 to +0.030 AP}, and so on. */
    private String details(List<Effect> interactions) {
        Map<String, List<Effect>> byStep = new LinkedHashMap<>();
        interactions.forEach(each ->
                byStep.computeIfAbsent(each.place(), place -> new ArrayList<>()).add(each));
        List<String> parts = new ArrayList<>();
        byStep.forEach((place, effects) -> parts.add(
                "from " + place + " " + effects.stream().map(this::change).collect(Collectors.joining(", "))));
        return String.join("; ", parts);
    }

    private String change(Effect effect) {
        String gain = "the gain from " + effect.step().words() + " ";
        Comparison comparison = effect.comparison();
        Interval interval = comparison.interval();
        return switch (comparison.verdict()) {
            case BETTER -> gain + "rises by " + Sentences.distances(interval) + " " + result.metric();
            case WORSE -> gain + "falls by " + Sentences.distances(interval) + " " + result.metric();
            case NOT_TESTED -> gain + "is not tested (one seed)";
            case EQUIVALENT -> gain + "changes by " + range(comparison.equivalence());
            case UNDECIDED -> isNothing(comparison)
                    ? gain + "does not change at all, in any seed"
                    : gain + "changes by " + range(interval);
        };
    }

    /** As a gain: of mistakes fewer are one. */
    private String range(Interval interval) {
        return (result.largerIsBetter()
                        ? ends(interval.low(), interval.high())
                        : ends(-interval.high(), -interval.low()))
                + " " + result.metric();
    }

    private static String ends(double low, double high) {
        return Sentences.signed(low) + " to " + Sentences.signed(high);
    }

    private Optional<String> noiseFloor() {
        List<Effect> tested = result.interactions().stream()
                .filter(effect -> !isUntested(effect) && !isNothing(effect.comparison()))
                .toList();
        if (tested.isEmpty()) {
            return Optional.empty();
        }
        String floors = tested.stream()
                .map(effect -> Sentences.plain(effect.comparison()
                                .planning()
                                .floor(effect.comparison().estimate().seeds()))
                        + (tested.size() > 1 ? " (" + effect.step().to() + ")" : ""))
                .collect(Collectors.joining(" or "));
        return Optional.of("A true change of such a gain by " + floors + " is found with 80 % chance.");
    }

    private Optional<String> lever() {
        List<Effect> ofModerator = result.ofModerator();
        List<Effect> ofTopic = result.ofTopic();
        if (ofModerator.isEmpty() || ofTopic.isEmpty()) {
            return Optional.empty();
        }
        List<Effect> both = new ArrayList<>(ofModerator);
        both.addAll(ofTopic);
        if (both.stream().anyMatch(FactorialSentences::isUntested)) {
            return Optional.of(
                    "Which of " + moderator + " and " + topic + " is the bigger lever is not tested: one seed.");
        }
        if (both.stream().allMatch(effect -> isNothing(effect.comparison()))) {
            return Optional.of("Neither " + moderator + " nor " + topic + " changes the mean " + result.metric()
                    + " at all, in any seed.");
        }
        String changes = both.stream()
                .map(effect -> "from " + effect.step().words() + " by "
                        + ends(
                                effect.comparison().interval().low(),
                                effect.comparison().interval().high()))
                .collect(Collectors.joining(", "));
        String claim = result.biggerLever()
                .map(factor -> factor.name() + " is the bigger lever")
                .orElse("Which of " + moderator + " and " + topic + " is the bigger lever is not shown");
        return Optional.of(
                claim + ": " + result.metric() + " changes " + changes + ", each a mean over the other's levels.");
    }

    /** What limits it. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        result.incomparable().forEach(each -> notes.add(each + ": nothing to compare by " + result.metric() + "."));
        if (isLine(result.design().moderator()) || isLine(result.design().topic())) {
            notes.add(
                    "Of four or more amounts, a change from the lowest to the highest is that of the straight line, by rank,"
                            + " that fits all of them best.");
        }
        long variants =
                result.design().variants().stream().mapToLong(List::size).sum();
        List<Long> common = result.blocks().seeds();
        boolean fewer = result.effects().stream()
                .anyMatch(effect -> effect.comparison().estimate().seeds() > common.size());
        if (fewer || !result.incomparable().isEmpty()) {
            notes.add("The table of variance takes the seeds that all " + variants + " variants have: "
                    + (common.isEmpty() ? "none" : common) + ".");
        }
        if (result.anova().isPresent()) {
            notes.add(
                    "F and p are for these validation images, and take all variants to spread equally; intervals do neither.");
        }
        return notes;
    }

    private static boolean isLine(Factor factor) {
        return factor.ordered() && factor.levels().size() > 3;
    }

    /** The table of variance: source, sum of squares, degrees of freedom, F, p, with a header; none where there is none. */
    public List<List<String>> variance() {
        List<List<String>> rows = new ArrayList<>();
        result.anova().ifPresent(table -> {
            rows.add(List.of("source", "sum of squares", "df", "F", "p"));
            table.lines()
                    .forEach(line -> rows.add(List.of(
                            line.source(),
                            String.format(Locale.ROOT, "%.6f", line.sumOfSquares()),
                            Integer.toString(line.freedom()),
                            number(line.f(), "%.2f"),
                            line.p().isPresent() && line.p().getAsDouble() < SMALLEST_P
                                    ? "< 0.001"
                                    : number(line.p(), "%.3f"))));
        });
        return rows;
    }

    private static String number(OptionalDouble value, String format) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : NOTHING;
    }

    private static boolean isShown(Effect effect) {
        Verdict verdict = effect.comparison().verdict();
        return verdict == Verdict.BETTER || verdict == Verdict.WORSE;
    }

    private static boolean isUntested(Effect effect) {
        return effect.comparison().verdict() == Verdict.NOT_TESTED;
    }

    private static boolean isNothing(Comparison comparison) {
        return comparison.interval().half() == 0 && comparison.estimate().value() == 0;
    }
}
