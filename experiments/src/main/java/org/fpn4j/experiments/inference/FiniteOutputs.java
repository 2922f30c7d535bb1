package org.fpn4j.experiments.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Shape;

/** Finds out where the outputs of a network first are no numbers: the tensor and, in a head's output, the level. */
public final class FiniteOutputs {
    private FiniteOutputs() {}

    /** Whether every value is a number. */
    static boolean are(Map<String, float[]> outputs) {
        for (float[] values : outputs.values()) {
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A sentence that names the first value of a batch that is not finite; empty where all are. */
    public static Optional<String> firstOther(Network network, Map<String, float[]> inputs) {
        int images = network.outputs().values().iterator().next().dim(0);
        return firstOther(network, inputs, 0, images);
    }

    /** The same for one image of the batch. */
    static Optional<String> firstOther(Network network, Map<String, float[]> inputs, int image) {
        return firstOther(network, inputs, image, image + 1);
    }

    private static Optional<String> firstOther(
            Network network, Map<String, float[]> inputs, int firstImage, int endImage) {
        Map<String, float[]> values = network.forward(inputs, network.outputs().keySet());
        List<String> levels = new ArrayList<>();
        List<Integer> cells = new ArrayList<>();
        for (Map.Entry<String, float[]> output : values.entrySet()) {
            String name = output.getKey();
            Shape shape = network.outputs().get(name);
            if (name.startsWith("pyramid/")) {
                levels.add(name.substring("pyramid/".length()));
                cells.add(shape.height() * shape.width());
            }
            int row = output.getValue().length / shape.dim(0);
            for (int i = firstImage * row; i < endImage * row; i++) {
                if (!Float.isFinite(output.getValue()[i])) {
                    String level = name.startsWith("head/")
                            ? level(i, shape, levels, cells)
                            : name.substring(name.indexOf('/') + 1);
                    return Optional.of(
                            "the first value that is not finite is at level[" + level + "] in tensor[" + name + "]");
                }
            }
        }
        return Optional.empty();
    }

    /** Level of a value of a head output {@code [N, L, K]}: every level has the same number of anchors in a cell. */
    private static String level(int index, Shape shape, List<String> levels, List<Integer> cells) {
        int all = cells.stream().mapToInt(Integer::intValue).sum();
        int row = index / shape.dim(2) % shape.dim(1);
        int anchors = shape.dim(1) / all;
        int end = 0;
        for (int i = 0; i < levels.size(); i++) {
            end += cells.get(i) * anchors;
            if (row < end) {
                return levels.get(i);
            }
        }
        throw new IllegalStateException("row[" + row + "] lies behind the last level");
    }
}
