package org.fpn4j.examples;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.box.DeltaCoder;
import org.fpn4j.heads.match.IouMatcher;

/** Which object each of your own boxes is responsible for, and what it would have to learn; no network, no grid. */
public final class Ex08TargetsForYourOwnBoxes {
    private Ex08TargetsForYourOwnBoxes() {}

    /** Prints matches and deltas. */
    public static void main(String[] args) {
        // 1. Boxes from wherever you have them, corners one after the other, and the objects of a picture.
        float[] boxes = {
            0, 0, 40, 40,
            30, 30, 90, 90,
            100, 20, 140, 100,
            200, 200, 240, 240
        };
        List<Box> objects = List.of(new Box(4, 0, 44, 40), new Box(96, 24, 144, 104));

        // 2. The index of each box's object; -1 is background, -2 is neither.
        IouMatcher matcher = new IouMatcher(0.5, 0.4, true);
        int[] matches = matcher.match(boxes, objects);
        System.out.println("matches " + Arrays.toString(matches));

        // 3. The same of overlaps that you measured, a row for each object.
        float[][] overlaps = {{0.82f, 0.05f, 0, 0}, {0, 0, 0.71f, 0.45f}};
        System.out.println("of overlaps " + Arrays.toString(matcher.match(overlaps, 4)));

        // 4. What a box that is responsible has to predict: deltas to its object, and back.
        DeltaCoder coder = new DeltaCoder();
        float[] responsible = Arrays.copyOfRange(boxes, 8, 12);
        float[] deltas = coder.encode(responsible, new float[] {96, 24, 144, 104});
        System.out.println("deltas " + Arrays.toString(deltas));
        System.out.println("box " + Arrays.toString(coder.decode(responsible, deltas)));
    }
}
