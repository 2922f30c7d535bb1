package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.Origin;
import org.fpn4j.config.OverrideLayer;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.config.Experiment;

/** Finds the number that gives a variant as much as another one has; more of the number is never less of it. */
final class Matching {
    private static final int LARGEST = 1 << 16;

    private final Match match;
    private final String place;
    private final Loading loading;

    /** Reads a variant's experiment. */
    interface Loading {
        Experiment load(List<OverrideLayer> layers);
    }

    /**
     * What was found for a variant.
     *
     * @param layer that sets the number
     * @param sentence that tells it
     */
    record Matched(OverrideLayer layer, String sentence) {}

    /**
     * Prepares to search.
     *
     * @param place of the key in the ablation's file
     */
    Matching(Match match, String place, Loading loading) {
        this.match = match;
        this.place = place;
        this.loading = loading;
    }

    /**
     * How much the variant has that stays as it is.
     *
     * @param layers its own
     */
    long target(List<OverrideLayer> layers) {
        return match.count(loading.load(layers).checked().cost());
    }

    /**
     * The number of a variant.
     *
     * @param label of the variant
     * @param layers its own
     * @throws UserInputException where no number is near enough, or the config does not allow one that is tried
     */
    Matched of(String label, List<OverrideLayer> layers, long target) {
        Map<Integer, Long> tried = new HashMap<>();
        int enough = 1; // in multiples
        while (count(layers, enough, tried) < target) {
            if (enough > LARGEST / match.multipleOf()) {
                throw tooSmall(label, target, tried);
            }
            enough *= 2;
        }
        int tooFew = enough / 2;
        while (enough - tooFew > 1) {
            int middle = (enough + tooFew) / 2;
            if (count(layers, middle, tried) < target) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        int nearest =
                tooFew > 0 && distance(tooFew, tried, target) <= distance(enough, tried, target) ? tooFew : enough;
        if (Math.abs(tried.get(nearest) - target) > match.tolerance() * target) {
            throw refused(label, target, tried, tooFew > 0 ? List.of(tooFew, enough) : List.of(enough));
        }
        return new Matched(
                layer(nearest),
                label + " has " + match.by() + " " + number(nearest) + " to match the " + match.words() + " of "
                        + Comparing.label(match.of()) + ": " + percent(tried.get(nearest), target) + ".");
    }

    private long count(List<OverrideLayer> layers, int multiple, Map<Integer, Long> tried) {
        return tried.computeIfAbsent(multiple, absent -> {
            List<OverrideLayer> all = new ArrayList<>(layers);
            all.add(layer(multiple));
            return match.count(loading.load(all).checked().cost());
        });
    }

    private OverrideLayer layer(int multiple) {
        String name = "match of the ablation";
        return new OverrideLayer(
                name, match.by(), LocatedTree.of(Origin.layer(name), IntNode.valueOf(number(multiple))));
    }

    private int number(int multiple) {
        return multiple * match.multipleOf();
    }

    private static long distance(int multiple, Map<Integer, Long> tried, long target) {
        return Math.abs(tried.get(multiple) - target);
    }

    private UserInputException refused(String label, long target, Map<Integer, Long> tried, List<Integer> nearest) {
        List<String> distances = nearest.stream()
                .map(multiple -> match.by() + " " + number(multiple) + ": " + percent(tried.get(multiple), target))
                .toList();
        return new UserInputException(List.of(Problem.of(
                place,
                "ablation match cannot give variant[" + label + "] the " + match.words() + " of ["
                        + Comparing.label(match.of()) + "] within tolerance[" + match.tolerance() + "]",
                "nearest: " + String.join(", ", distances))));
    }

    private UserInputException tooSmall(String label, long target, Map<Integer, Long> tried) {
        return refused(label, target, tried, List.of(Collections.max(tried.keySet())));
    }

    private static String percent(long count, long target) {
        return String.format(Locale.ROOT, "%+.2f %%", 100.0 * (count - target) / target);
    }
}
