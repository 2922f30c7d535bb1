package org.fpn4j.experiments.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.experiments.optimization.GradientNorm;

/** Finds out where a training went astray: the first tensor, level by level, with a value that is not finite. */
final class Divergence {
    private Divergence() {}

    /** Ends the run if a loss is not finite. */
    static void checkLosses(long step, Map<String, Double> losses, Network network, Map<String, float[]> inputs) {
        for (Map.Entry<String, Double> loss : losses.entrySet()) {
            if (!Double.isFinite(loss.getValue())) {
                String where = firstTensor(network, inputs)
                        .orElse("every level and head output is finite, so the loss itself overflowed");
                throw stopped(step, "loss[" + loss.getKey() + "] is " + loss.getValue(), where);
            }
        }
    }

    /** Ends the run if a gradient is not finite. */
    static void checkGradients(long step, double norm, ParameterBuffers buffers) {
        if (Double.isFinite(norm)) {
            return;
        }
        String name = buffers.slots().stream()
                .filter(slot -> !Double.isFinite(GradientNorm.of(ParameterBuffers.view(buffers.gradients(), slot))))
                .map(slot -> slot.parameter().name())
                .findFirst()
                .orElseThrow(); // squares of float32 cannot overflow float64
        throw stopped(
                step,
                "the norm of the gradients is " + norm,
                "the first gradient that is not finite is that of parameter[" + name + "]");
    }

    private static UserInputException stopped(long step, String what, String where) {
        return new UserInputException(
                "step " + step,
                "training diverged: " + what,
                where,
                "a smaller training.optimizer.learning_rate, a longer training.warmup_steps or training.clip_norm helps");
    }

    private static Optional<String> firstTensor(Network network, Map<String, float[]> inputs) {
        Map<String, float[]> values = network.forward(inputs, network.outputs().keySet());
        List<String> levels = new ArrayList<>();
        List<Integer> cells = new ArrayList<>();
        for (Map.Entry<String, float[]> output : values.entrySet()) {
            Shape shape = network.outputs().get(output.getKey());
            if (output.getKey().startsWith("pyramid/")) {
                levels.add(output.getKey().substring("pyramid/".length()));
                cells.add(shape.height() * shape.width());
            }
            for (int i = 0; i < output.getValue().length; i++) {
                if (!Float.isFinite(output.getValue()[i])) {
                    String level = output.getKey().startsWith("head/")
                            ? level(i, shape, levels, cells)
                            : output.getKey().substring(output.getKey().indexOf('/') + 1);
                    return Optional.of("the first value that is not finite is at level[" + level + "] in tensor["
                            + output.getKey() + "]");
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
