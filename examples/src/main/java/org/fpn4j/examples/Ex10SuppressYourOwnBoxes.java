package org.fpn4j.examples;

import java.util.Arrays;
import org.fpn4j.core.decoding.Nms;

/** Non-maximum suppression of boxes of your own, within each class. */
public final class Ex10SuppressYourOwnBoxes {
    private Ex10SuppressYourOwnBoxes() {}

    /** Prints which boxes stay. */
    public static void main(String[] args) {
        // 1. Corners one after the other, a score and a class for each box.
        float[] boxes = {
            10, 10, 50, 60,
            11, 12, 48, 60,
            12, 12, 50, 58,
            100, 100, 150, 140
        };
        float[] scores = {0.7f, 0.9f, 0.8f, 0.3f};
        int[] labels = {0, 0, 1, 0};

        // 2. All at once: the indices that stay, best first.
        System.out.println("stay " + Arrays.toString(Nms.keep(boxes, scores, labels, 0.5, 100)));

        // 3. One after the other, best first, where boxes are expensive to make or few are enough.
        Nms nms = new Nms(0.5);
        for (int box : new int[] {1, 2, 0, 3}) {
            System.out.println("box " + box + (nms.offer(boxes, 4 * box, labels[box]) ? " stays" : " goes"));
        }

        // 4. No boxes are no error.
        System.out.println("of none " + Arrays.toString(Nms.keep(new float[0], new float[0], new int[0], 0.5, 100)));
    }
}
