package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Comparisons as a reader of no statistics understands them: a table, a sentence for each, and what could have been found. */
public final class Sentences {
    private static final int FEW_SEEDS = 5;
    private static final int FEW_IMAGES = 100; // with objects; on 50 an interval of 95 % held in 90
    private static final double ABOUT_AS_MANY = 0.9;

    private final Family family;

    /** Of a family of comparisons. */
    public Sentences(Family family) {
        this.family = family;
    }

    /** {@code AP against fpn (paired by seed, 5 seeds, 60 images; intervals together 95 % for 2 comparisons)}. */
    public String heading() {
        List<Comparison> comparisons = family.comparisons();
        if (comparisons.isEmpty()) {
            return family.metric() + " against " + family.baseline() + ": nothing to compare";
        }
        String level = percent(1 - comparisons.get(0).interval().alpha() * comparisons.size());
        String intervals = comparisons.size() == 1
                ? "interval " + level
                : "intervals together " + level + " for " + comparisons.size() + " comparisons";
        return family.metric() + " against " + family.baseline() + " (" + facts(comparisons, unit()) + "; " + intervals
                + ")";
    }

    /**
     * {@code paired by seed, 5 seeds, 60 images}.
     *
     * @param unit that differences are paired by
     */
    static String facts(List<Comparison> comparisons, String unit) {
        String images = images(comparisons);
        String facts = "paired by " + unit + ", "
                + counted(
                        range(comparisons.stream()
                                .map(each -> each.estimate().seeds())
                                .toList()),
                        unit);
        return images.isEmpty() ? facts : facts + ", " + counted(images, "image");
    }

    /** A row of the table: name, difference, interval, verdict, parts. */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Comparison each : family.comparisons()) {
            Interval interval = each.interval();
            List<String> parts = new ArrayList<>();
            if (each.estimate().seeds() > 1) {
                parts.add(unit() + "s " + plain(interval.halfSeeds()));
            }
            if (each.estimate().images().isPresent()) {
                parts.add("images " + plain(interval.halfImages()));
            }
            rows.add(List.of(
                    each.name(),
                    signed(each.estimate().value()),
                    bounds(each),
                    each.verdict().words(),
                    String.join(", ", parts)));
        }
        return rows;
    }

    /** A sentence for each comparison, in their order, then those that cannot be compared. */
    public List<String> verdicts() {
        List<String> sentences = new ArrayList<>();
        family.comparisons().forEach(each -> sentences.add(verdict(each)));
        family.incomparable()
                .forEach(variant -> sentences.add(
                        variant + " and " + family.baseline() + ": nothing to compare by " + family.metric() + "."));
        return sentences;
    }

    /** What true difference would have been found, of comparisons with two seeds or more. */
    public Optional<String> noiseFloor() {
        List<Comparison> tested = family.comparisons().stream()
                .filter(each -> each.estimate().seeds() > 1)
                .toList();
        if (tested.isEmpty()) {
            return Optional.empty();
        }
        String seeds =
                range(tested.stream().map(each -> each.estimate().seeds()).toList());
        String images = images(family.comparisons());
        String floors = tested.stream()
                .map(each -> plain(each.planning().floor(each.estimate().seeds()))
                        + (tested.size() > 1 ? " (" + each.name() + ")" : ""))
                .collect(Collectors.joining(" or "));
        return Optional.of("Noise floor: with " + counted(seeds, unit())
                + (images.isEmpty() ? "" : " and " + counted(images, "image")) + ", a true difference of " + floors
                + " is found with 80 % chance.");
    }

    /** What limits all of it. */
    public List<String> notes() {
        return family.folds() > 0 ? notesOnFolds() : notesOnSeeds();
    }

    private List<String> notesOnFolds() {
        List<String> notes = new ArrayList<>();
        notes.add("Folds: each image of the training split is validated once, by detectors that learned from the other "
                + (family.folds() - 1)
                + " folds; scores of a fold are means over its seeds. Intervals cover which of these"
                + " images are learned from and which are validated (Nadeau and Bengio 2003), and seeds as far as folds"
                + " differ by them; not other images than these, and not another data set.");
        family.comparisons().stream()
                .filter(each -> each.estimate().seeds() < family.folds())
                .forEach(each -> notes.add(each.name() + ": " + each.estimate().seeds() + " of " + family.folds()
                        + " folds can be compared; the others are left out."));
        return notes;
    }

    private List<String> notesOnSeeds() {
        List<String> notes = new ArrayList<>();
        boolean anyWithout = family.comparisons().stream()
                .anyMatch(each -> each.estimate().images().isEmpty());
        if (anyWithout) {
            notes.add("Of " + family.metric()
                    + " no draws of images are at hand: intervals are for these validation images.");
        }
        boolean few = family.comparisons().stream()
                .anyMatch(each -> each.estimate().seeds() > 1 && each.estimate().seeds() < FEW_SEEDS);
        if (few) {
            notes.add("Intervals of fewer than " + FEW_SEEDS + " seeds are right but wide; run " + FEW_SEEDS + ".");
        }
        family.comparisons().stream()
                .flatMap(each -> each.estimate().images().stream())
                .mapToInt(ImageVariance::withObjects)
                .filter(images -> images < FEW_IMAGES)
                .min()
                .ifPresent(images -> notes.add("Few objects, rough: " + counted(String.valueOf(images), "image")
                        + " with an object that " + family.metric() + " counts; from " + FEW_IMAGES
                        + " on intervals are what they say."));
        family.comparisons().stream()
                .filter(each -> each.differences().emptyDraws() > 0)
                .forEach(each -> notes.add(
                        each.name() + ": " + percent(each.differences().emptyDraws())
                                + " of the draws hold nothing to measure by " + family.metric() + " and are left out"
                                + (each.estimate().images().isEmpty()
                                        ? ", which is too many to say what images contribute."
                                        : ".")));
        return notes;
    }

    private String verdict(Comparison each) {
        String name = each.name();
        String baseline = family.baseline();
        Interval interval = each.interval();
        return switch (each.verdict()) {
            case BETTER, WORSE -> name + " is " + each.verdict().words() + " than " + baseline + ": by "
                    + distances(interval) + " " + family.metric() + ".";
            case EQUIVALENT -> {
                Interval within = each.equivalence();
                yield name + " and " + baseline + " are equivalent within "
                        + plain(each.margin().getAsDouble())
                        + ": the difference is between " + signed(within.low()) + " and " + signed(within.high()) + " ("
                        + percent(1 - 2 * interval.alpha()) + ").";
            }
            case UNDECIDED -> undecided(each);
            case NOT_TESTED -> notTested(each);
        };
    }

    static String distances(Interval interval) {
        double one = Math.abs(interval.low());
        double other = Math.abs(interval.high());
        return plain(Math.min(one, other)) + " to " + plain(Math.max(one, other));
    }

    private String undecided(Comparison each) {
        String name = each.name();
        Interval interval = each.interval();
        if (interval.half() == 0 && each.estimate().value() == 0) {
            return name + " and " + family.baseline() + ": no difference at all, in any " + unit() + ".";
        }
        double lead = family.largerIsBetter() ? interval.high() : -interval.low();
        double deficit = family.largerIsBetter() ? -interval.low() : interval.high();
        String excluded = name + " and " + family.baseline() + ": undecided. A lead of " + name + " above "
                + plain(lead) + " and a deficit above " + plain(deficit) + " are excluded.";
        double target = each.margin().orElse(Math.abs(each.estimate().value()));
        return target == 0 || family.folds() > 0 // more folds are another question
                ? excluded
                : excluded + " To show a difference of " + plain(target) + " " + effort(each, target);
    }

    /** What it would take to show a difference. */
    private static String effort(Comparison each, double target) {
        Planning planning = each.planning();
        int seeds = each.estimate().seeds();
        Optional<Planning.Seeds> needed = planning.seeds(target, seeds);
        OptionalLong images = planning.images(target);
        if (needed.isEmpty()) {
            return images.isPresent()
                    ? "no number of seeds is enough on " + planning.images() + " images: it takes about "
                            + rounded(images.getAsLong()) + " images."
                    : "takes more seeds than can be counted.";
        }
        String effort = "takes about " + needed.get().about() + " seeds ("
                + needed.get().few() + " to " + needed.get().many() + ")";
        if (images.isEmpty()) {
            return effort + ".";
        }
        int withEndlessImages =
                planning.withoutImageNoise().seeds(target).orElse(needed.get().about());
        return withEndlessImages >= ABOUT_AS_MANY * needed.get().about()
                ? effort + "; more images would not help."
                : effort + "; with more images down to " + withEndlessImages + ".";
    }

    private String notTested(Comparison each) {
        Interval interval = each.interval();
        String names = each.name() + " and " + family.baseline() + ", one seed: "
                + signed(each.estimate().value());
        return each.estimate().images().isPresent()
                ? names + " [" + signed(interval.low()) + ", " + signed(interval.high())
                        + "] covers only which images were drawn, for these two trained networks; another seed can turn"
                        + " it round. Not tested."
                : names + "; another seed can turn it round. Not tested.";
    }

    /** {@code [-0.068, -0.021]}; nothing where one seed alone is known. */
    static String bounds(Comparison each) {
        Interval interval = each.interval();
        boolean open = each.estimate().seeds() == 1 && each.estimate().images().isEmpty();
        return open ? "" : "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
    }

    /** What differences are paired by. */
    private String unit() {
        return family.folds() > 0 ? "fold" : "seed";
    }

    private static String images(List<Comparison> comparisons) {
        List<Integer> counts = comparisons.stream()
                .flatMap(each -> each.estimate().images().stream())
                .map(ImageVariance::images)
                .toList();
        return counts.isEmpty() ? "" : range(counts);
    }

    private static String range(List<Integer> counts) {
        TreeSet<Integer> different = new TreeSet<>(counts);
        return different.size() == 1
                ? String.valueOf(different.first())
                : different.first() + " to " + different.last();
    }

    private static String counted(String number, String noun) {
        return number + " " + noun + (number.equals("1") ? "" : "s");
    }

    /** With sign and three decimals; 0 has none. */
    static String signed(double value) {
        String text = plain(value);
        if (text.equals("0.000")) {
            return text;
        }
        return (value > 0 ? "+" : "-") + text;
    }

    static String plain(double value) {
        return String.format(Locale.ROOT, "%.3f", Math.abs(value));
    }

    static String percent(double share) {
        double value = 100 * share;
        boolean whole = Math.abs(value - Math.rint(value)) < 0.005;
        return String.format(Locale.ROOT, whole ? "%.0f %%" : "%.1f %%", value);
    }

    /** Two digits of a number that is a guess. */
    private static long rounded(long number) {
        long unit = 1;
        while (number / unit >= 100) {
            unit *= 10;
        }
        return (number + unit - 1) / unit * unit;
    }
}
