package org.fpn4j.training.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.data.transform.InputSize;

/**
 * The mean over the channels of one level of backbone or pyramid, in the cells that see some of a picture.
 *
 * @param height in cells
 * @param width in cells
 * @param means of each cell, x fastest; not copied
 */
public record LevelMap(int height, int width, double[] means) {
    public LevelMap {
        if (height < 1 || width < 1 || means.length != height * width) {
            throw new IllegalArgumentException(
                    "means[" + means.length + "] do not fill [" + height + ", " + width + "] cells");
        }
    }

    /**
     * The levels of a run of one image.
     *
     * @param shapes of all outputs of the network
     * @param values of the levels, by output
     * @param picture where it lies on the input, in pixels
     */
    static Map<String, LevelMap> visible(
            Map<String, Shape> shapes, Map<String, TensorView> values, InputSize input, Box picture) {
        Map<String, LevelMap> levels = new LinkedHashMap<>();
        for (String name : LevelMaps.among(shapes.keySet())) {
            Shape shape = shapes.get(name);
            int height = cells(shape.height() * picture.y2() / input.height(), shape.height());
            int width = cells(shape.width() * picture.x2() / input.width(), shape.width());
            levels.put(name, new LevelMap(height, width, means(shape, values.get(name), height, width)));
        }
        return levels;
    }

    private static int cells(float seeing, int all) {
        return Math.max(1, Math.min((int) Math.ceil(seeing), all));
    }

    /** Of the first rows and columns, one channel after the other: a map of all channels may be large. */
    private static double[] means(Shape shape, TensorView values, int height, int width) {
        double[] means = new double[height * width];
        float[] channel = new float[height * shape.width()];
        for (int i = 0; i < shape.channels(); i++) {
            values.read((long) i * shape.height() * shape.width(), channel, 0, channel.length);
            for (int cell = 0; cell < means.length; cell++) {
                means[cell] += (double) channel[cell / width * shape.width() + cell % width] / shape.channels();
            }
        }
        return means;
    }
}
