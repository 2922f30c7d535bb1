package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;

/** Finds out where the outputs of a network first are no numbers: the tensor and, in a head's output, the level. */
public final class FiniteOutputs {
    private static final int STRETCH = 1 << 14; // values that are looked at together

    private FiniteOutputs() {}

    /** Whether every value is a number. */
    static boolean are(RawOutputs outputs) {
        return outputs.values().values().stream()
                .allMatch(view -> firstOther(view).isEmpty());
    }

    private static OptionalLong firstOther(TensorView view) {
        float[] stretch = new float[(int) Math.min(STRETCH, view.size())];
        for (long from = 0; from < view.size(); from += stretch.length) {
            int count = (int) Math.min(stretch.length, view.size() - from);
            view.read(from, stretch, 0, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(stretch[i])) {
                    return OptionalLong.of(from + i);
                }
            }
        }
        return OptionalLong.empty();
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
        List<String> ofImages = network.outputs().keySet().stream()
                .filter(name -> !OutputPart.LOSS.has(name))
                .toList();
        Map<String, TensorView> views = network.run(inputs, ofImages);
        List<String> levels = new ArrayList<>();
        List<Integer> cells = new ArrayList<>();
        for (Map.Entry<String, TensorView> output : views.entrySet()) {
            String name = output.getKey();
            Shape shape = network.outputs().get(name);
            if (OutputPart.PYRAMID.has(name)) {
                levels.add(OutputPart.PYRAMID.inner(name));
                cells.add(shape.height() * shape.width());
            }
            long image = output.getValue().size() / shape.dim(0);
            OptionalLong other =
                    firstOther(output.getValue().part(firstImage * image, (endImage - firstImage) * image));
            if (other.isPresent()) {
                Optional<String> level = OutputPart.HEAD.has(name)
                        ? level(other.getAsLong() % image, shape, levels, cells)
                        : Optional.of(name.substring(name.indexOf('/') + 1));
                return Optional.of("the first value that is not finite is "
                        + level.map(at -> "at level[" + at + "] ").orElse("") + "in tensor[" + name + "]");
            }
        }
        return Optional.empty();
    }

    /**
     * Level of a value of a head output {@code [N, L, K]}: every level has the same number of anchors in a cell. None where
     * the rows are no cells, as in outputs for proposals.
     */
    private static Optional<String> level(long value, Shape shape, List<String> levels, List<Integer> cells) {
        int all = cells.stream().mapToInt(Integer::intValue).sum();
        if (shape.rank() != 3 || shape.dim(1) % all != 0) {
            return Optional.empty();
        }
        long row = value / shape.dim(2);
        int anchors = shape.dim(1) / all;
        int end = 0;
        for (int i = 0; i < levels.size(); i++) {
            end += cells.get(i) * anchors;
            if (row < end) {
                return Optional.of(levels.get(i));
            }
        }
        throw new IllegalStateException("row[" + row + "] lies behind the last level");
    }
}
