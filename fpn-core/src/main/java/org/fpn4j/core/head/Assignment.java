package org.fpn4j.core.head;

import static java.util.Objects.requireNonNull;

/**
 * Which object each cell (or anchor) of one image answers for. The arrays are not copied.
 *
 * @param objects index of each cell's object, in the order of the predictions; below 0 there is none
 * @param ends index after the last cell of each of the pyramid's levels, finest first
 */
public record Assignment(int[] objects, int[] ends) {
    public Assignment {
        requireNonNull(objects, "objects is null");
        requireNonNull(ends, "ends is null");
        int from = 0;
        for (int end : ends) {
            if (end < from) {
                throw new IllegalArgumentException("end[" + end + "] of a level is below that of the one before it");
            }
            from = end;
        }
        if (from != objects.length) {
            throw new IllegalArgumentException(
                    "levels end at cell[" + from + "], there are cells[" + objects.length + "]");
        }
    }

    /** Number of levels. */
    public int levels() {
        return ends.length;
    }

    /** How many cells each object has: 0 where no loss will ever see it. */
    public int[] cellsOf(int count) {
        int[] cells = new int[count];
        for (int object : objects) {
            if (object >= 0) {
                cells[object]++;
            }
        }
        return cells;
    }

    /** Shows every cell that has an object, in the order of the predictions. */
    public void forEach(Assigned assigned) {
        int cell = 0;
        for (int level = 0; level < ends.length; level++) {
            for (; cell < ends[level]; cell++) {
                if (objects[cell] >= 0) {
                    assigned.see(objects[cell], level, cell);
                }
            }
        }
    }

    /** Is shown cells that have an object. */
    public interface Assigned {
        /**
         * A cell.
         *
         * @param level 0 for the finest
         */
        void see(int object, int level, int cell);
    }
}
