package org.fpn4j.core.neck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.fpn4j.core.graph.Shape;

/** Arithmetic on the values of maps {@code [N, C, H, W]}. */
public final class MapValues {
    private MapValues() {}

    /** Greatest difference, as a share of the greatest magnitude or of 1. */
    public static double distance(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double distance = 0;
        double largest = 1;
        for (int i = 0; i < actual.length; i++) {
            distance = Math.max(distance, Math.abs((double) actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return distance / largest;
    }

    /** One after the other. */
    public static float[] joined(float[] first, float[] second) {
        float[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** Down and to the right by {@code step} cells; what leaves comes in at the other side. */
    public static float[] rolled(float[] values, Shape shape, int step) {
        int height = shape.height();
        int width = shape.width();
        float[] rolled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            int map = i / width / height;
            rolled[(map * height + (y + step) % height) * width + (x + step) % width] = values[i];
        }
        return rolled;
    }

    /** The values at least {@code margin} cells from every edge. */
    public static float[] interior(float[] values, Shape shape, int margin) {
        int rows = shape.height() - 2 * margin;
        int columns = shape.width() - 2 * margin;
        int maps = shape.batch() * shape.channels();
        float[] interior = new float[maps * rows * columns];
        for (int map = 0; map < maps; map++) {
            for (int y = 0; y < rows; y++) {
                int source = (map * shape.height() + y + margin) * shape.width() + margin;
                System.arraycopy(values, source, interior, (map * rows + y) * columns, columns);
            }
        }
        return interior;
    }
}
