package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What is in the data.
 *
 * @param splits those to learn from first
 * @param sizes of objects on each input that a variant has
 */
public record DataFacts(List<Split> splits, List<Sizes> sizes) {
    /** Nothing is known. */
    public static final DataFacts NONE = new DataFacts(List.of(), List.of());

    /**
     * One split.
     *
     * @param leftOut images without a usable picture
     * @param classes in the order of the data
     * @param problems that reading survived
     */
    public record Split(String name, int images, int leftOut, List<ClassCount> classes, List<Fault> problems) {
        public Split {
            requireNonNull(name, "name is null");
            classes = List.copyOf(classes);
            problems = List.copyOf(problems);
        }

        int objects() {
            return classes.stream().mapToInt(ClassCount::objects).sum();
        }
    }

    /**
     * Objects of one class.
     *
     * @param objects that are to be found
     * @param ignored crowds and difficult ones
     * @param medianSide on the first input, in pixels; NaN without objects
     */
    public record ClassCount(
            String name, int objects, int ignored, int small, int medium, int large, double medianSide) {}

    /**
     * Sizes on one input of a network.
     *
     * @param input height and width that images are resized to, in a few words
     * @param counts by split: how many objects have a side, the root of their area there, in each of {@link #bins}
     */
    public record Sizes(String input, List<List<Integer>> counts) {
        public Sizes {
            counts = counts.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A kind of fault.
     *
     * @param text the fault and what became of what had it
     * @param first an example with its place
     */
    public record Fault(String text, int count, String first) {}

    private static final int SMALLEST_EXPONENT = 2; // sides below 4 pixels share a bin, as do those above 512
    private static final int BINS = 9;

    public DataFacts {
        splits = List.copyOf(splits);
        sizes = List.copyOf(sizes);
    }

    /** Each bin begins at twice the side of the one before it. */
    public static int bin(double side) {
        int exponent = (int) Math.floor(Math.log(side) / Math.log(2) + 1e-9);
        return Math.max(0, Math.min(BINS - 1, exponent - SMALLEST_EXPONENT + 1));
    }

    /** Names of the bins. */
    public static List<String> bins() {
        List<String> names = new ArrayList<>(List.of("< 4"));
        for (int bin = 1; bin < BINS - 1; bin++) {
            int from = 1 << (SMALLEST_EXPONENT + bin - 1);
            names.add(from + "\u2013" + 2 * from);
        }
        names.add("\u2265 " + (1 << (SMALLEST_EXPONENT + BINS - 2)));
        return List.copyOf(names);
    }
}
