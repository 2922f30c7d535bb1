package org.fpn4j.heads.loss;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Scene;

/**
 * Objects and ignored regions of one image as decisions are fed them: rows {@code [M, 6]} of corners, class ({@link
 * #NO_OBJECT}: none; {@link #IGNORED}: a region in which nothing is a negative) and weight.
 *
 * @param boxes of the objects
 * @param labels of the objects
 * @param weights of the objects in the loss of classification
 * @param ignored regions
 */
public record ObjectTable(List<Box> boxes, List<Integer> labels, List<Float> weights, List<Box> ignored) {
    /** Columns of a row. */
    public static final int COLUMNS = 6;

    /** Class of a row that has no object. */
    public static final float NO_OBJECT = -1;

    /** Class of a row that is an ignored region. */
    public static final float IGNORED = -2;

    private static final int CLASS = 4;
    private static final int WEIGHT = 5;

    public ObjectTable {
        boxes = List.copyOf(boxes);
        labels = List.copyOf(labels);
        weights = List.copyOf(weights);
        ignored = List.copyOf(ignored);
    }

    /**
     * Writes what an image shows, its objects first.
     *
     * @param rows at least as many as it has objects and ignored regions
     * @return {@code [rows, 6]}
     */
    public static float[] write(Scene scene, int rows) {
        float[] table = new float[rows * COLUMNS];
        int row = 0;
        for (; row < scene.objects().size(); row++) {
            int at = row * COLUMNS;
            TargetRows.write(scene.objects().boxes().get(row), table, at);
            table[at + CLASS] = scene.objects().labels().get(row);
            table[at + WEIGHT] = scene.weight(row);
        }
        for (Box region : scene.ignored()) {
            TargetRows.write(region, table, row * COLUMNS);
            table[row++ * COLUMNS + CLASS] = IGNORED;
        }
        for (; row < rows; row++) {
            table[row * COLUMNS + CLASS] = NO_OBJECT;
        }
        return table;
    }

    /**
     * What a batch's table {@code [N, M, 6]} says of one of its images.
     *
     * @param rows {@code M}
     */
    public static ObjectTable read(float[] table, int image, int rows) {
        List<Box> boxes = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        List<Box> ignored = new ArrayList<>();
        for (int row = image * rows; row < (image + 1) * rows; row++) {
            int at = row * COLUMNS;
            Box box = new Box(table[at], table[at + 1], table[at + 2], table[at + 3]);
            if (isObject(table, at)) {
                boxes.add(box);
                labels.add(Math.round(table[at + CLASS]));
                weights.add(table[at + WEIGHT]);
            } else if (table[at + CLASS] == IGNORED) {
                ignored.add(box);
            }
        }
        return new ObjectTable(boxes, labels, weights, ignored);
    }

    /** Whether the row that begins at a place is an object. */
    public static boolean isObject(float[] table, int at) {
        return table[at + CLASS] >= 0;
    }
}
