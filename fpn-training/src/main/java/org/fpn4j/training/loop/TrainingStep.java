package org.fpn4j.training.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One optimizer step that is done.
 *
 * @param step its number, from 1
 * @param epoch that the training is in after it, from 0
 * @param learningRate of it
 * @param losses by name, of all its images together
 * @param gradientNorm of all parameters together, before clipping; not finite where the step was skipped
 * @param lossScale that the losses' gradients had on their way; empty where they are not scaled
 */
public record TrainingStep(
        long step,
        long epoch,
        double learningRate,
        Map<String, Double> losses,
        double gradientNorm,
        OptionalDouble lossScale) {
    public TrainingStep {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }

    /** Whether a gradient overflowed and nothing was changed by it. */
    public boolean isSkipped() {
        return !Double.isFinite(gradientNorm);
    }

    /** The sum of all losses. */
    public double loss() {
        return losses.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
