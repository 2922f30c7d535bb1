package org.fpn4j.experiments.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.experiments.config.ConfigDifference;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.config.TrainingConfig;

/** Whether two trainings have the same tensors, so that they can be compared at all. */
public final class Comparability {
    private static final int NAMED = 3; // of those that differ; more say no more

    private Comparability() {}

    /**
     * Refuses two that have not.
     *
     * @param placeOfOne that names the first in messages
     * @param placeOfOther that names the second
     * @throws UserInputException with what keeps them apart, and every value that their configs do not share
     */
    public static void require(String placeOfOne, Experiment one, String placeOfOther, Experiment other) {
        List<String> reasons = new ArrayList<>();
        addDiffering("parameters", parameters(one), parameters(other), reasons);
        addDiffering("inputs", inputs(one), inputs(other), reasons);
        addDiffering("parts of a step", parts(one), parts(other), reasons);
        if (reasons.isEmpty()) {
            return;
        }
        List<Problem> problems = new ArrayList<>();
        problems.add(Problem.of(
                placeOfOther,
                "cannot agree with " + placeOfOne + ": " + String.join("; ", reasons),
                "configs may differ in how things are computed and loaded: kernels, threads, types, loaders"));
        ConfigDifference.between(one, other).forEach(difference -> problems.add(difference.problem()));
        throw new UserInputException(problems);
    }

    private static Map<String, Object> parameters(Experiment experiment) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (Parameter parameter : experiment.checked().parameters()) {
            parameters.put(parameter.name(), parameter.shape() + (parameter.trainable() ? "" : " that is not trained"));
        }
        return parameters;
    }

    private static Map<String, Object> inputs(Experiment experiment) {
        try (NetworkPlan plan = plan(experiment)) {
            return new LinkedHashMap<>(plan.inputs());
        }
    }

    /** What runs in a step of an experiment's training. */
    static NetworkPlan plan(Experiment experiment) {
        InputConfig input = experiment.config().input();
        int batch = experiment.config().training().batchSize();
        return experiment
                .checked()
                .executor()
                .plan(experiment.detector().training(batch, input.height(), input.width()), Purpose.TRAINING);
    }

    private static Map<String, Object> parts(Experiment experiment) {
        TrainingConfig training = experiment.config().training();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(
                "optimizer",
                experiment.loaded().tree().at("/training/optimizer/type").asText());
        parts.put("running mean", training.emaDecay() > 0);
        parts.put("accumulation", training.accumulation());
        return parts;
    }

    private static void addDiffering(
            String what, Map<String, Object> one, Map<String, Object> other, List<String> reasons) {
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        List<String> differing = names.stream()
                .filter(name -> !one.getOrDefault(name, "none").equals(other.getOrDefault(name, "none")))
                .toList();
        if (!differing.isEmpty()) {
            List<String> shown = differing.stream()
                    .limit(NAMED)
                    .map(name ->
                            name + " is " + one.getOrDefault(name, "none") + " and " + other.getOrDefault(name, "none"))
                    .toList();
            reasons.add("[" + differing.size() + "] " + what + " differ: " + String.join(", ", shown)
                    + (differing.size() > NAMED ? ", ..." : ""));
        }
    }
}
