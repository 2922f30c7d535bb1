package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Classes with the most to see first: those in which variants differ most, or, of a single variant, those that it finds hardest. A few
 * classes stay in the order of the data.
 *
 * @param all in that order
 * @param shown how many of them stand in the open
 */
record ClassOrder(List<String> all, int shown) {
    static final int FEW = 12;

    ClassOrder {
        all = List.copyOf(all);
    }

    /**
     * Orders.
     *
     * @param classes in the order of the data
     * @param scores of a class in a variant, by their places; negative where there is nothing to measure
     */
    static ClassOrder of(List<String> classes, int variants, ToDoubleBiFunction<Integer, Integer> scores) {
        if (classes.size() <= FEW) {
            return new ClassOrder(classes, classes.size());
        }
        List<Integer> places = new ArrayList<>();
        List<Double> interest = new ArrayList<>();
        for (int place = 0; place < classes.size(); place++) {
            places.add(place);
            interest.add(interest(place, variants, scores));
        }
        places.sort(Comparator.comparing(interest::get).reversed()); // stable
        return new ClassOrder(places.stream().map(classes::get).toList(), FEW);
    }

    private static double interest(int place, int variants, ToDoubleBiFunction<Integer, Integer> scores) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int variant = 0; variant < variants; variant++) {
            double score = scores.applyAsDouble(place, variant);
            if (score >= 0) {
                least = Math.min(least, score);
                largest = Math.max(largest, score);
            }
        }
        if (largest < 0) {
            return Double.NEGATIVE_INFINITY; // nothing to measure
        }
        return variants == 1 ? -largest : largest - least;
    }

    /** How the shown ones were chosen; empty where all are. */
    String explanation(int variants) {
        if (shown == all.size()) {
            return "";
        }
        return variants == 1
                ? "First the " + shown + " of " + all.size() + " classes with the least AP."
                : "First the " + shown + " of " + all.size() + " classes in which the variants' AP differs most.";
    }

    boolean isShown(String name) {
        return all.indexOf(name) < shown;
    }
}
