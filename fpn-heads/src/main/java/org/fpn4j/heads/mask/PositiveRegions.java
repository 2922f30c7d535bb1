package org.fpn4j.heads.mask;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.heads.roi.RegionTargets;

/**
 * The regions that masks are learned from: those of the sampled ones that have an object. Inputs: sampled regions {@code [N, S,
 * 12]} as {@link RegionTargets} gives them, and the images' shares {@code [N]}; output {@code [N, rows, 12]} with the same
 * columns, where the weight of a row is that of a mean over the regions with an object of all images that count, and over the
 * values of a mask, times the image's share. Rows that remain repeat others and weigh nothing.
 *
 * @param rows of an image
 * @param values of a mask
 */
record PositiveRegions(int rows, int values) implements Operation.Decision {
    @Override
    public Shape infer(List<Shape> inputs) {
        if (inputs.size() != 2
                || inputs.get(0).rank() != 3
                || inputs.get(0).dim(2) != RegionTargets.COLUMNS
                || !inputs.get(1).equals(Shape.of(inputs.get(0).dim(0)))) {
            throw new IllegalArgumentException("positive regions: inputs do not fit, got " + inputs);
        }
        return Shape.of(inputs.get(0).dim(0), rows, RegionTargets.COLUMNS);
    }

    @Override
    public void decide(List<float[]> inputs, List<Shape> shapes, float[] output) {
        float[] sampled = inputs.get(0);
        float[] shares = inputs.get(1);
        int perImage = shapes.get(0).dim(1);
        int[] counts = new int[shares.length];
        int total = 0;
        for (int image = 0; image < shares.length; image++) {
            for (int i = 0; i < perImage && counts[image] < rows; i++) {
                int from = (image * perImage + i) * RegionTargets.COLUMNS;
                if (sampled[from + RegionTargets.CLASS] > 0) {
                    int to = (image * rows + counts[image]++) * RegionTargets.COLUMNS;
                    System.arraycopy(sampled, from, output, to, RegionTargets.COLUMNS);
                }
            }
            total += shares[image] > 0 ? counts[image] : 0;
        }
        for (int image = 0; image < shares.length; image++) {
            float weight = total == 0 ? 0 : shares[image] / total / values;
            complete(output, image * rows * RegionTargets.COLUMNS, counts[image], weight);
        }
    }

    private void complete(float[] output, int first, int count, float weight) {
        for (int row = 0; row < rows; row++) {
            int at = first + row * RegionTargets.COLUMNS;
            if (row < count) {
                output[at + RegionTargets.WEIGHT] = weight;
                continue;
            }
            for (int i = 0; i < RegionTargets.COLUMNS; i++) {
                output[at + i] = count == 0 ? 0 : output[first + row % count * RegionTargets.COLUMNS + i];
            }
            output[at + RegionTargets.CLASS] = -1;
            output[at + RegionTargets.OBJECT] = -1;
            output[at + RegionTargets.WEIGHT] = 0;
        }
    }
}
