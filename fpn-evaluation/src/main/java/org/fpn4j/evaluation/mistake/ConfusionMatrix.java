package org.fpn4j.evaluation.mistake;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * How often an object of one class was found as one of another. The background is one class more, behind the others: an object that is
 * found as background is missed, background that is found as an object is made up, and background as background is not counted.
 *
 * @param classes names, in the order of their ids
 * @param counts by true class and, within it, by found class, the background last
 */
public record ConfusionMatrix(List<String> classes, List<List<Long>> counts) {
    public ConfusionMatrix {
        requireNonNull(classes, "classes is null");
        classes = List.copyOf(classes);
        counts = counts.stream().map(List::copyOf).toList();
        int size = classes.size() + 1;
        if (counts.size() != size || counts.stream().anyMatch(row -> row.size() != size)) {
            throw new IllegalArgumentException(
                    "counts of classes[" + classes.size() + "] must have [" + size + "] rows and columns");
        }
    }

    /** The place of the background. */
    public int background() {
        return classes.size();
    }

    /** How many objects of a class there are; in the row of the background, how many detections are of no object. */
    public long inRow(int trueClass) {
        return counts.get(trueClass).stream().mapToLong(Long::longValue).sum();
    }

    /** How many objects of a class were found as another. */
    public long count(int trueClass, int foundClass) {
        return counts.get(trueClass).get(foundClass);
    }

    /**
     * Both together, as of several runs.
     *
     * @throws IllegalArgumentException if the other is of other classes
     */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        if (!classes.equals(other.classes)) {
            throw new IllegalArgumentException("classes" + classes + " are not those of the other, " + other.classes);
        }
        List<List<Long>> sums = new ArrayList<>();
        for (int row = 0; row <= background(); row++) {
            List<Long> sum = new ArrayList<>();
            for (int column = 0; column <= background(); column++) {
                sum.add(count(row, column) + other.count(row, column));
            }
            sums.add(sum);
        }
        return new ConfusionMatrix(classes, sums);
    }

    /**
     * Some classes by themselves, and all others as one before the background, whose name is given; where all are kept there is no such class.
     *
     * @param kept places, in the order that they shall have
     */
    public ConfusionMatrix of(List<Integer> kept, String others) {
        boolean all = kept.size() == classes.size();
        List<String> names = new ArrayList<>(kept.stream().map(classes::get).toList());
        if (!all) {
            names.add(others);
        }
        long[][] sums = new long[names.size() + 1][names.size() + 1];
        for (int row = 0; row <= background(); row++) {
            for (int column = 0; column <= background(); column++) {
                sums[place(row, kept, names.size())][place(column, kept, names.size())] += count(row, column);
            }
        }
        return new ConfusionMatrix(names, lists(sums));
    }

    private int place(int of, List<Integer> kept, int last) {
        if (of == background()) {
            return last;
        }
        int place = kept.indexOf(of);
        return place >= 0 ? place : last - 1;
    }

    static List<List<Long>> lists(long[][] counts) {
        List<List<Long>> rows = new ArrayList<>();
        for (long[] row : counts) {
            List<Long> values = new ArrayList<>();
            for (long value : row) {
                values.add(value);
            }
            rows.add(values);
        }
        return rows;
    }
}
