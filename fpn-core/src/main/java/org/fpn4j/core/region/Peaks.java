package org.fpn4j.core.region;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;

/**
 * The peaks of heat maps (Zhou et al., arXiv:1904.07850v2, section 3.1): a value is one where no neighbour in its map, of the
 * eight around it, is larger. Neighbours that are equal are peaks both. Input: logits {@code [N, K, H, W]}; output the same
 * with {@link #NO_PEAK} everywhere else. What is no number is no peak and hides none.
 */
public record Peaks() implements Operation.Decision {
    /** The logit of a probability of 0, and finite. */
    public static final float NO_PEAK = -1e9f;

    @Override
    public Shape infer(List<Shape> inputs) {
        Regions.check(inputs.size() == 1 && inputs.get(0).rank() == 4, this, inputs);
        return inputs.get(0);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        int height = shapes.get(0).height();
        int width = shapes.get(0).width();
        float[] logits = inputs.get(0);
        for (int map = 0; map < logits.length; map += height * width) {
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    int at = map + row * width + column;
                    output[at] = isPeak(logits, map, height, width, row, column) ? logits[at] : NO_PEAK;
                }
            }
        }
    }

    private static boolean isPeak(float[] logits, int map, int height, int width, int row, int column) {
        float value = logits[map + row * width + column];
        if (Float.isNaN(value)) {
            return false;
        }
        for (int y = Math.max(row - 1, 0); y <= Math.min(row + 1, height - 1); y++) {
            for (int x = Math.max(column - 1, 0); x <= Math.min(column + 1, width - 1); x++) {
                if (logits[map + y * width + x] > value) {
                    return false;
                }
            }
        }
        return true;
    }
}
