package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How one object fits the cells (or anchors) of a head. Counts are by level, finest first.
 *
 * @param cells that answer for it
 * @param lowQuality those among them that overlap it less than a good match does; empty where the head tells no good match
 *     from a bad one
 * @param contested cells that it shares with other objects by the head's rule, whichever of them got each; empty where the
 *     head has no such rule
 * @param bestOverlap largest intersection over union of any anchor with it; empty where there are no anchors
 */
public record ObjectFit(
        List<Integer> cells, List<Integer> lowQuality, List<Integer> contested, OptionalDouble bestOverlap) {
    public ObjectFit {
        cells = List.copyOf(cells);
        lowQuality = List.copyOf(lowQuality);
        contested = List.copyOf(contested);
        requireNonNull(bestOverlap, "bestOverlap is null");
    }

    /** What an assignment alone says of each object. */
    public static List<ObjectFit> of(Assignment assignment, int count) {
        return byLevel(assignment, count).stream()
                .map(cells -> new ObjectFit(cells, List.of(), List.of(), OptionalDouble.empty()))
                .toList();
    }

    /** How many cells of each level every object has. */
    public static List<List<Integer>> byLevel(Assignment assignment, int count) {
        int[][] cells = new int[count][assignment.levels()];
        assignment.forEach((object, level, cell) -> cells[object][level]++);
        return lists(cells);
    }

    /** Rows of numbers as lists. */
    public static List<List<Integer>> lists(int[][] rows) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int[] row : rows) {
            lists.add(Arrays.stream(row).boxed().toList());
        }
        return lists;
    }

    /** Cells of all levels; 0 where no loss will ever see the object. */
    public int positives() {
        return sum(cells);
    }

    /** Whether it has cells, and none of them is a good match. */
    public boolean isOnlyLowQuality() {
        return positives() > 0 && sum(lowQuality) == positives();
    }

    /** Whether it shares a cell with another object. */
    public boolean isAmbiguous() {
        return sum(contested) > 0;
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
