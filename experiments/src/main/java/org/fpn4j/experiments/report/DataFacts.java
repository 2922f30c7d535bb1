package org.fpn4j.experiments.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What is in the data.
 *
 * @param splits those to learn from first
 * @param input height and width that images are resized to, in a few words
 */
public record DataFacts(List<Split> splits, String input) {
    /** Nothing is known. */
    public static final DataFacts NONE = new DataFacts(List.of(), "");

    /**
     * One split.
     *
     * @param leftOut images without a usable picture
     * @param classes in the order of the data
     * @param sides how many objects have a side, the root of the area on the network's input, in each of {@link #bins}
     * @param problems that reading survived
     */
    public record Split(
            String name, int images, int leftOut, List<ClassCount> classes, List<Integer> sides, List<Fault> problems) {
        public Split {
            requireNonNull(name, "name is null");
            classes = List.copyOf(classes);
            sides = List.copyOf(sides);
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
     * @param medianSide on the network's input, in pixels; NaN without objects
     */
    public record ClassCount(
            String name, int objects, int ignored, int small, int medium, int large, double medianSide) {}

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
