package org.fpn4j.core.decoding;

import java.util.Arrays;

/**
 * Greedy non-maximum suppression within each class: the best box stays, boxes of its class that overlap it by more than
 * the threshold go, and so on. Boxes are offered one after the other, best first, so that whoever has enough need not
 * make the others.
 */
public final class Nms {
    private static final int NONE = -1;

    private final float threshold;
    private float[] boxes = new float[4 * 64]; // corners of those that stay
    private int[] previous = new int[64]; // by place in boxes: place of the one before of the same class
    private int[] newest = {}; // by class: place of the last one
    private int count;

    /**
     * Nothing was offered yet.
     *
     * @param threshold largest overlap that is tolerated
     */
    public Nms(double threshold) {
        this.threshold = (float) threshold;
    }

    /**
     * Offers the next box.
     *
     * @param corners {@code x1, y1, x2, y2}, read from the offset on
     * @param label class, 0 or more
     * @return whether it stays
     */
    public boolean offer(float[] corners, int offset, int label) {
        if (label >= newest.length) {
            int before = newest.length;
            newest = Arrays.copyOf(newest, Math.max(label + 1, 2 * before));
            Arrays.fill(newest, before, newest.length, NONE);
        }
        if (isSuppressed(corners, offset, newest[label])) {
            return false;
        }
        if (count == previous.length) {
            boxes = Arrays.copyOf(boxes, 2 * boxes.length);
            previous = Arrays.copyOf(previous, 2 * count);
        }
        System.arraycopy(corners, offset, boxes, 4 * count, 4);
        previous[count] = newest[label];
        newest[label] = count++;
        return true;
    }

    private boolean isSuppressed(float[] corners, int a, int last) {
        float area = (corners[a + 2] - corners[a]) * (corners[a + 3] - corners[a + 1]);
        for (int place = last; place != NONE; place = previous[place]) {
            int b = 4 * place;
            float width = Math.min(corners[a + 2], boxes[b + 2]) - Math.max(corners[a], boxes[b]);
            float height = Math.min(corners[a + 3], boxes[b + 3]) - Math.max(corners[a + 1], boxes[b + 1]);
            if (width > 0 && height > 0) {
                float other = (boxes[b + 2] - boxes[b]) * (boxes[b + 3] - boxes[b + 1]);
                if (width * height / (other + area - width * height) > threshold) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Indices of the boxes that stay, best first. Ties go to the smaller index.
     *
     * @param boxes corners {@code x1, y1, x2, y2} of box after box, finite
     * @param scores of the boxes, any numbers: logits will do
     * @param labels classes of the boxes, 0 or more
     * @param threshold largest overlap that is tolerated, in [0, 1]
     * @param most number of boxes that are wanted
     * @throws IllegalArgumentException where the arrays do not fit each other or hold what they must not
     */
    public static int[] keep(float[] boxes, float[] scores, int[] labels, double threshold, int most) {
        check(boxes, scores, labels, threshold, most);
        Candidates candidates = new Candidates();
        for (int i = 0; i < scores.length; i++) {
            candidates.add(scores[i], i);
        }
        int[] kept = new int[Math.min(most, scores.length)];
        int count = 0;
        Nms nms = new Nms(threshold);
        for (long key : candidates.best(scores.length)) {
            int box = Candidates.index(key);
            if (count < kept.length && nms.offer(boxes, 4 * box, labels[box])) {
                kept[count++] = box;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static void check(float[] boxes, float[] scores, int[] labels, double threshold, int most) {
        int count = scores.length;
        if (labels.length != count) {
            throw new IllegalArgumentException(
                    "labels[" + labels.length + "] and scores[" + count + "] must be as many");
        }
        if (boxes.length != 4L * count) {
            throw new IllegalArgumentException(
                    "boxes[" + boxes.length + "] must be x1, y1, x2, y2 of each of scores[" + count + "]");
        }
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold[" + threshold + "] must be between 0 and 1");
        }
        if (most < 0) {
            throw new IllegalArgumentException("most[" + most + "] must be >= 0");
        }
        for (int i = 0; i < count; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException("score[NaN] of box[" + i + "] must be a number");
            }
            if (labels[i] < 0) {
                throw new IllegalArgumentException("label[" + labels[i] + "] of box[" + i + "] must be >= 0");
            }
        }
        for (int i = 0; i < boxes.length; i++) {
            if (!Float.isFinite(boxes[i])) {
                throw new IllegalArgumentException("corner[" + boxes[i] + "] of box[" + i / 4 + "] must be finite");
            }
        }
    }
}
