package org.fpn4j.core.head;

import java.util.Map;

/**
 * Targets of one image.
 *
 * @param rows by the name of the {@link Loss}
 * @param positives number of cells that an object was assigned to
 */
public record ImageTargets(Map<String, Row> rows, int positives) {
    /**
     * What one loss compares an image's predictions with. The arrays are not copied.
     *
     * @param target in the order of {@link Loss#target}
     * @param weights of the cells, before the normaliser
     */
    public record Row(float[] target, float[] weights) {}

    public ImageTargets {
        rows = Map.copyOf(rows);
    }

    /**
     * The row of a loss.
     *
     * @throws IllegalArgumentException where there is none of this name
     */
    public Row of(String loss) {
        Row row = rows.get(loss);
        if (row == null) {
            throw new IllegalArgumentException(
                    "loss[" + loss + "] has no targets; there are those of " + rows.keySet());
        }
        return row;
    }
}
