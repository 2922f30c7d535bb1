package org.fpn4j.core.head;

import java.util.Map;

/**
 * Targets of one image.
 *
 * @param rows by the name of the {@link Loss}
 * @param givens what the graph is told of the image where it makes targets itself, by the name of the input; not copied
 * @param positives number of cells that an object was assigned to
 */
public record ImageTargets(Map<String, Row> rows, Map<String, float[]> givens, int positives) {
    /**
     * What one loss compares an image's predictions with. The arrays are not copied.
     *
     * @param target in the order of {@link Loss#target}
     * @param weights of the cells, before the normaliser
     */
    public record Row(float[] target, float[] weights) {}

    public ImageTargets {
        rows = Map.copyOf(rows);
        givens = Map.copyOf(givens);
    }

    /** Targets that the graph makes none of. */
    public ImageTargets(Map<String, Row> rows, int positives) {
        this(rows, Map.of(), positives);
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
