package org.fpn4j.examples;

import java.util.Arrays;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Operation.IouLoss.Kind;
import org.fpn4j.heads.loss.CellLoss;
import org.fpn4j.heads.loss.FocalConfig;

/** Losses on arrays of your own: a value for each cell and the gradient by the prediction; no network is compiled. */
public final class Ex09LossOnYourOwnArrays {
    private Ex09LossOnYourOwnArrays() {}

    /** Prints values and gradients. */
    public static void main(String[] args) {
        // 1. Focal loss with the settings of a config: three cells, two classes; -1 is background, -2 does not count.
        float[] logits = {0, -2, 1.5f, -1, 3, 3};
        CellLoss focal = CellLoss.focal(new FocalConfig().operation(), logits, new int[] {0, -1, -2});
        print("focal", focal);

        // 2. Smooth L1 of two deltas for each of two cells.
        print(
                "smooth L1",
                CellLoss.smoothL1(
                        new Operation.SmoothL1Loss(0.5), new float[] {0.25f, 2, 0, -1}, new float[] {0, 0, 0, 0}, 2));

        // 3. GIoU of two pairs of boxes, of which the second do not meet.
        print(
                "GIoU",
                CellLoss.overlap(new Operation.IouLoss(Kind.GIOU), new float[] {0, 0, 4, 4, 0, 0, 1, 1}, new float[] {
                    0, 0, 4, 2, 3, 0, 5, 1
                }));
    }

    private static void print(String name, CellLoss loss) {
        System.out.println(name + " " + rounded(loss.values()) + ", gradient " + rounded(loss.gradient()));
    }

    private static String rounded(double[] numbers) {
        return Arrays.toString(Arrays.stream(numbers)
                .map(number -> Math.round(number * 1000) / 1000.0)
                .toArray());
    }
}
