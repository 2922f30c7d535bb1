package org.fpn4j.training.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.evaluation.metric.MetricValues;

/** The numbers of a training by the names that {@link org.fpn4j.training.tracking.Tracker} gives. */
final class TrackedValues {
    private TrackedValues() {}

    /**
     * {@code train/loss}, {@code train/loss/NAME} of each loss, {@code train/lr}, {@code train/grad_norm} before clipping (not
     * finite where a gradient overflowed and the step was skipped), and {@code train/loss_scale} where losses are scaled.
     */
    static Map<String, Double> of(TrainingStep step) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/loss", step.loss());
        step.losses().forEach((name, value) -> values.put("train/loss/" + name, value));
        values.put("train/lr", step.learningRate());
        values.put("train/grad_norm", step.gradientNorm());
        step.lossScale().ifPresent(scale -> values.put("train/loss_scale", scale));
        return Collections.unmodifiableMap(values);
    }

    /**
     * {@code val/METRIC}, and {@code val/METRIC/CLASS} of those that are read of classes, without those that had nothing to
     * measure; {@code val/loss} and {@code val/loss/NAME} where they are measured. On images that were held out it is {@code
     * dev/}.
     */
    static Map<String, Double> of(TrainingEvaluation evaluation) {
        String split = evaluation.on().name().toLowerCase(Locale.ROOT) + "/";
        Map<String, Double> values =
                new LinkedHashMap<>(of(split, evaluation.score().values()));
        OptionalDouble loss = evaluation.loss();
        if (loss.isPresent()) {
            values.put(split + "loss", loss.getAsDouble());
            evaluation.losses().forEach((name, value) -> values.put(split + "loss/" + name, value));
        }
        return Collections.unmodifiableMap(values);
    }

    /**
     * The same of any metrics.
     *
     * @param before what stands before each name, {@code final/}
     */
    static Map<String, Double> of(String before, MetricValues metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.all().forEach((name, value) -> putMeasured(before + name, value, values));
        metrics.ofClasses()
                .forEach((className, ofClass) ->
                        ofClass.forEach((name, value) -> putMeasured(before + name + "/" + className, value, values)));
        return Collections.unmodifiableMap(values);
    }

    /** A metric that had nothing to measure is -1, which would be a point of a curve. */
    private static void putMeasured(String name, double value, Map<String, Double> values) {
        if (value != -1) {
            values.put(name, value);
        }
    }

    /** {@code fusion/PARAMETER/INDEX}: what each added map is multiplied by; empty where none are added by learned weights. */
    static Map<String, Double> of(FusionWeights fusion, Weights weights) {
        Map<String, Double> values = new LinkedHashMap<>();
        fusion.shares(weights).forEach((name, shares) -> {
            for (int i = 0; i < shares.length; i++) {
                values.put("fusion/" + name + "/" + i, shares[i]);
            }
        });
        return Collections.unmodifiableMap(values);
    }
}
