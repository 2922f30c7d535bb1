package org.fpn4j.heads.mask;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.RegionTaps;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.roi.RegionTargets;

/**
 * What the mask branch is to predict: each object's mask, seen through the region, as torchvision sees it (a region align of the
 * mask, not aligned to pixel centres, as many samples as a cell is pixels long; no threshold). Inputs: regions {@code [N, R, 12]}
 * and masks {@code [N, Q]} as {@link MaskRuns} writes them; output {@code [N, R, size * size]}.
 *
 * @param size rows and columns of a mask of the branch
 * @param height of the network's input, and of its masks, in pixels
 * @param width of the same
 */
public record MaskTargets(int size, int height, int width) implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() != 2
                || inputs.get(0).rank() != 3
                || inputs.get(0).dim(2) != RegionTargets.COLUMNS
                || inputs.get(1).rank() != 2) {
            throw new IllegalArgumentException("mask targets: inputs do not fit, got " + inputs);
        }
        return Shape.of(inputs.get(0).dim(0), inputs.get(0).dim(1), size * size);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        Arrays.fill(output, 0);
        float[] plane = new float[height * width];
        int rows = shapes.get(0).dim(1);
        for (int image = 0; image < shapes.get(0).dim(0); image++) {
            int objects = objects(inputs.get(0), image * rows, rows);
            int[] starts = MaskRuns.starts(inputs.get(1), image * shapes.get(1).dim(1), objects);
            for (int object = 0; object < objects; object++) {
                boolean read = false;
                for (int row = image * rows; row < (image + 1) * rows; row++) {
                    if (object(inputs.get(0), row) == object) {
                        if (!read) {
                            MaskRuns.read(inputs.get(1), starts[object], plane);
                            read = true;
                        }
                        see(plane, inputs.get(0), row * RegionTargets.COLUMNS, output, row * size * size);
                    }
                }
            }
        }
    }

    private static int object(float[] regions, int row) {
        return Math.round(regions[row * RegionTargets.COLUMNS + RegionTargets.OBJECT]);
    }

    /** One more than the last object that a region of the image has. */
    private static int objects(float[] regions, int first, int rows) {
        int objects = 0;
        for (int row = first; row < first + rows; row++) {
            objects = Math.max(objects, object(regions, row) + 1);
        }
        return objects;
    }

    /**
     * A mask seen through a region.
     *
     * @param plane the mask, {@code [height * width]}
     * @param corners of the region, from {@code at} on
     * @param cells takes {@code size * size} values from {@code offset} on
     */
    public void see(float[] plane, float[] corners, int at, float[] cells, int offset) {
        RegionTaps rows = new RegionTaps(1, size, 0, false);
        RegionTaps columns = new RegionTaps(1, size, 0, false);
        rows.add(0, corners[at + 1], corners[at + 3], 1, height);
        columns.add(0, corners[at], corners[at + 2], 1, width);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                float sum = 0;
                for (int y = rows.first(0, i); y < rows.first(0, i + 1); y++) {
                    float ofRow = 0;
                    for (int x = columns.first(0, j); x < columns.first(0, j + 1); x++) {
                        ofRow += columns.weight(x) * plane[rows.place(y) * width + columns.place(x)];
                    }
                    sum += rows.weight(y) * ofRow;
                }
                cells[offset + i * size + j] = sum;
            }
        }
    }
}
