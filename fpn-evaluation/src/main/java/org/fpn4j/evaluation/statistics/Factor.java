package org.fpn4j.evaluation.statistics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is varied together with something else.
 *
 * @param name what it is called
 * @param levels two or more different ones; the lowest first where they are amounts
 * @param baseline the level that others are compared with where levels are no amounts
 * @param ordered whether levels are amounts
 */
public record Factor(String name, List<String> levels, String baseline, boolean ordered) {
    private static final Pattern AMOUNT =
            Pattern.compile("\\s*([-+]?\\d*\\.?\\d+(?:[eE][-+]?\\d+)?).*", Pattern.DOTALL);

    /**
     * What becomes of a score from one level to another.
     *
     * @param weights by level, with sum 0; none is 0
     */
    public record Step(String from, String to, Map<String, Double> weights) {
        public Step {
            requireNonNull(from, "from is null");
            requireNonNull(to, "to is null");
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }

        /** {@code fpn to bifpn}. */
        public String words() {
            return from + " to " + to;
        }
    }

    public Factor {
        requireNonNull(name, "name is null");
        levels = List.copyOf(levels);
        if (levels.size() < 2 || new HashSet<>(levels).size() < levels.size()) {
            throw new IllegalArgumentException("factor[" + name + "] needs two or more different levels" + levels);
        }
        if (!levels.contains(baseline)) {
            throw new IllegalArgumentException("baseline[" + baseline + "] is none of the levels" + levels);
        }
    }

    /** With levels that are ordered where each of them begins with another number: {@code 128x128}, {@code 0.5}. */
    public static Factor of(String name, List<String> levels, String baseline) {
        Map<String, Double> amounts = new LinkedHashMap<>();
        levels.forEach(level -> amount(level).ifPresent(amount -> amounts.put(level, amount)));
        boolean ordered = amounts.size() == levels.size() && new HashSet<>(amounts.values()).size() == levels.size();
        return ordered
                ? new Factor(
                        name,
                        levels.stream()
                                .sorted(Comparator.comparing(amounts::get))
                                .toList(),
                        baseline,
                        true)
                : new Factor(name, levels, baseline, false);
    }

    private static Optional<Double> amount(String level) {
        Matcher number = AMOUNT.matcher(level);
        return number.matches() ? Optional.of(Double.parseDouble(number.group(1))) : Optional.empty();
    }

    /**
     * What is asked of it: of amounts how a score changes from the lowest to the highest, along the straight line by rank that fits
     * all of them best (of two and three levels that is the difference of the outermost); of others how each differs from the
     * baseline.
     */
    public List<Step> steps() {
        if (ordered) {
            return List.of(trend());
        }
        List<Step> steps = new ArrayList<>();
        for (String level : levels) {
            if (!level.equals(baseline)) {
                Map<String, Double> weights = new LinkedHashMap<>();
                weights.put(level, 1.0);
                weights.put(baseline, -1.0);
                steps.add(new Step(baseline, level, weights));
            }
        }
        return steps;
    }

    private Step trend() {
        int last = levels.size() - 1;
        double squares = 0;
        for (int rank = 0; rank <= last; rank++) {
            squares += code(rank) * code(rank);
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (int rank = 0; rank <= last; rank++) {
            if (code(rank) != 0) {
                weights.put(levels.get(rank), 2 * code(rank) / squares);
            }
        }
        return new Step(levels.get(0), levels.get(last), weights);
    }

    /** From -1 for the lowest to 1 for the highest. */
    private double code(int rank) {
        int last = levels.size() - 1;
        return (2.0 * rank - last) / last;
    }

    /** Equal weights of all levels, with sum 1. */
    Map<String, Double> mean() {
        Map<String, Double> weights = new LinkedHashMap<>();
        levels.forEach(level -> weights.put(level, 1.0 / levels.size()));
        return weights;
    }
}
