package org.fpn4j.training.loop;

import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.training.inference.FiniteOutputs;
import org.fpn4j.training.optimization.GradientNorm;

/** Finds out where a training went astray: the first tensor, level by level, with a value that is not finite. */
final class Divergence {
    private Divergence() {}

    /** Ends the run if a loss is not finite. */
    static void checkLosses(long step, Map<String, Double> losses, Network network, Map<String, float[]> inputs) {
        for (Map.Entry<String, Double> loss : losses.entrySet()) {
            if (!Double.isFinite(loss.getValue())) {
                String where = FiniteOutputs.firstOther(network, inputs)
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
}
