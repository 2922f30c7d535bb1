package org.fpn4j.heads.nms;

import java.util.Arrays;

/**
 * Greedy non-maximum suppression within each class: the best box stays, boxes of its class that overlap it by more than
 * the threshold go, and so on. Ties go to the smaller index.
 */
public final class Nms {
    private Nms() {}

    /**
     * Indices of the boxes that stay, best first.
     *
     * @param boxes corners {@code x1, y1, x2, y2} of box after box
     * @param scores 0 or more
     * @param labels classes, 0 or more
     * @param threshold largest overlap that is tolerated
     * @param most number of boxes that are wanted
     */
    public static int[] keep(float[] boxes, float[] scores, int[] labels, double threshold, int most) {
        Candidates candidates = new Candidates();
        int classes = 0;
        for (int i = 0; i < scores.length; i++) {
            candidates.add(scores[i], i);
            classes = Math.max(classes, labels[i] + 1);
        }
        int[] kept = new int[Math.min(most, scores.length)];
        int count = 0;
        int[] newest = new int[classes]; // by class: place in kept of the last one, -1 where there is none
        Arrays.fill(newest, -1);
        int[] previous = new int[kept.length]; // by place in kept: place of the one before of the same class
        for (long key : candidates.best(scores.length)) {
            if (count == kept.length) {
                break;
            }
            int box = Candidates.index(key);
            if (!suppressed(boxes, box, kept, newest[labels[box]], previous, (float) threshold)) {
                kept[count] = box;
                previous[count] = newest[labels[box]];
                newest[labels[box]] = count++;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static boolean suppressed(float[] boxes, int box, int[] kept, int newest, int[] previous, float threshold) {
        int a = 4 * box;
        float area = (boxes[a + 2] - boxes[a]) * (boxes[a + 3] - boxes[a + 1]);
        for (int place = newest; place >= 0; place = previous[place]) {
            int b = 4 * kept[place];
            float width = Math.min(boxes[a + 2], boxes[b + 2]) - Math.max(boxes[a], boxes[b]);
            float height = Math.min(boxes[a + 3], boxes[b + 3]) - Math.max(boxes[a + 1], boxes[b + 1]);
            if (width > 0 && height > 0) {
                float other = (boxes[b + 2] - boxes[b]) * (boxes[b + 3] - boxes[b + 1]);
                if (width * height / (other + area - width * height) > threshold) {
                    return true;
                }
            }
        }
        return false;
    }
}
