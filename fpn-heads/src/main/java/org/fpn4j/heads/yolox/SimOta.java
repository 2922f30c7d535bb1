package org.fpn4j.heads.yolox;

import java.util.Arrays;

/**
 * Which object each cell answers for by what it costs (Ge et al., OTA, arXiv:2103.14259v1; in the simple form of YOLOX,
 * arXiv:2107.08430v2, section 2.2, "SimOTA"):
 *
 * <ol>
 *   <li>an object gets {@code k} cells, the whole part of the sum of its {@code top} largest overlaps, at least one and at
 *       most all;
 *   <li>it takes those that cost it least;
 *   <li>a cell that several take is that of the object, of all, which it costs least; the others may be left with none.
 * </ol>
 *
 * <p>Of equal costs the cell, or the object, of the smaller index comes first. What is not a number costs most.
 *
 * @param top how many overlaps are added up
 */
public record SimOta(int top) {
    /** A cell that answers for no object. */
    public static final int NONE = -1;

    /**
     * How many cells each object takes.
     *
     * @param overlaps in [0, 1], by object and cell
     */
    public int[] counts(float[][] overlaps) {
        int[] counts = new int[overlaps.length];
        for (int object = 0; object < counts.length; object++) {
            float[] largest = largest(overlaps[object]);
            float sum = 0;
            for (float overlap : largest) {
                sum += overlap;
            }
            counts[object] = Math.min(Math.max((int) sum, 1), overlaps[object].length);
        }
        return counts;
    }

    /** The largest few, largest first; what is not a number is larger than all. */
    private float[] largest(float[] overlaps) {
        float[] best = new float[Math.min(top, overlaps.length)];
        int found = 0;
        for (float overlap : overlaps) {
            int place = found;
            while (place > 0 && Float.compare(overlap, best[place - 1]) > 0) {
                place--;
            }
            if (place < best.length) {
                System.arraycopy(best, place, best, place + 1, Math.min(found, best.length - 1) - place);
                best[place] = overlap;
                found = Math.min(found + 1, best.length);
            }
        }
        return best;
    }

    /**
     * The object of each cell, or {@link #NONE}.
     *
     * @param costs by object and cell
     * @param overlaps by object and cell
     * @param cells how many there are
     */
    public int[] match(double[][] costs, float[][] overlaps, int cells) {
        int[] counts = counts(overlaps);
        int[] takers = new int[cells];
        int[] objects = new int[cells];
        Arrays.fill(objects, NONE);
        for (int object = 0; object < costs.length; object++) {
            for (int cell : cheapest(costs[object], counts[object])) {
                takers[cell]++;
                objects[cell] = object;
            }
        }
        for (int cell = 0; cell < cells; cell++) {
            if (takers[cell] > 1) {
                objects[cell] = cheapest(costs, cell);
            }
        }
        return objects;
    }

    /** The cells of least cost; few are wanted of many, so they are kept in order while all are looked at once. */
    private static int[] cheapest(double[] costs, int count) {
        int[] best = new int[count];
        int found = 0;
        for (int cell = 0; cell < costs.length; cell++) {
            int place = found;
            while (place > 0 && Double.compare(costs[cell], costs[best[place - 1]]) < 0) {
                place--;
            }
            if (place < count) {
                int kept = Math.min(found, count - 1) - place;
                System.arraycopy(best, place, best, place + 1, kept);
                best[place] = cell;
                found = Math.min(found + 1, count);
            }
        }
        return best;
    }

    private static int cheapest(double[][] costs, int cell) {
        int best = 0;
        for (int object = 1; object < costs.length; object++) {
            if (Double.compare(costs[object][cell], costs[best][cell]) < 0) {
                best = object;
            }
        }
        return best;
    }
}
