package org.fpn4j.heads.loss;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.head.HeadGeometry.ImageTargets;

/** Names of the inputs for targets, and how the rows of images become a batch. */
public final class TargetRows {
    /** {@code [N, L]}: class index, -1 background, -2 ignored. */
    public static final String LABELS = "target_labels";
    /** {@code [N, L]}: weight of the classification loss. */
    public static final String LABEL_WEIGHTS = "target_label_weights";
    /** {@code [N, L, 4]}: what the box loss compares with. */
    public static final String BOXES = "target_boxes";
    /** {@code [N, L]}: weight of the box loss, 0 but for positives. */
    public static final String BOX_WEIGHTS = "target_box_weights";
    /** {@code [N, L, 1]}: centre-ness in [0, 1]. */
    public static final String CENTERNESS = "target_centerness";
    /** {@code [N, L]}: weight of the centre-ness loss, 0 but for positives. */
    public static final String CENTERNESS_WEIGHTS = "target_centerness_weights";

    private TargetRows() {}

    /**
     * Checks that the objects' labels are classes of the head.
     *
     * @throws IllegalArgumentException where one is not
     */
    public static void checkLabels(GroundTruth objects, int classes) {
        for (int label : objects.labels()) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("label[" + label + "] must be in [0, " + classes + ")");
            }
        }
    }

    /** How many cells each object has, of the object of each cell; below 0 there is none. */
    public static int[] count(int[] objectOfCell, int objects) {
        int[] cells = new int[objects];
        for (int object : objectOfCell) {
            if (object >= 0) {
                cells[object]++;
            }
        }
        return cells;
    }

    /** Positives of each image. */
    public static int[] positives(List<ImageTargets> images) {
        return images.stream().mapToInt(ImageTargets::positives).toArray();
    }

    /** Writes a box's corners from {@code row[offset]} on. */
    public static void write(Box box, float[] row, int offset) {
        row[offset] = box.x1();
        row[offset + 1] = box.y1();
        row[offset + 2] = box.x2();
        row[offset + 3] = box.y2();
    }

    /** One row after the other. */
    public static float[] join(List<ImageTargets> images, String name) {
        int length = images.get(0).values().get(name).length;
        float[] joined = new float[images.size() * length];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).values().get(name), 0, joined, i * length, length);
        }
        return joined;
    }

    /** One row after the other, each multiplied by its image's factor and the loss's weight. */
    public static float[] join(List<ImageTargets> images, String name, double[] factors, double weight) {
        float[] joined = join(images, name);
        int length = joined.length / images.size();
        for (int i = 0; i < joined.length; i++) {
            joined[i] *= (float) (factors[i / length] * weight);
        }
        return joined;
    }
}
