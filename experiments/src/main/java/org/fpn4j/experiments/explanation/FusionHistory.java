package org.fpn4j.experiments.explanation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.run.RunDirectory;

/**
 * Shares of the maps that a detector adds by learned weights, over one training.
 *
 * @param moments before the first step, then at each evaluation
 * @param isLogged false where only the first and the last are known, of weights
 */
record FusionHistory(List<Moment> moments, boolean isLogged) {
    /** At how many of the last evaluations a share has to be 0 for its edge to be dead. */
    static final int EVALUATIONS = 3;

    /**
     * Shares at one step.
     *
     * @param shares of each map, by the name of the node's parameter
     */
    record Moment(long step, Map<String, double[]> shares) {
        Moment {
            shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
        }
    }

    FusionHistory {
        moments = List.copyOf(moments);
    }

    /**
     * That of a run. Runs whose log has no shares of just these nodes give those of the weights that they began and ended with.
     *
     * @param told hears of lines that cannot be read
     */
    static FusionHistory of(
            RunDirectory run, FusionWeights fusion, Weights initial, Weights trained, Consumer<String> told) {
        List<Moment> logged = new ArrayList<>();
        long[] last = {0};
        Map<String, double[]> first = fusion.shares(initial);
        run.readMetrics(
                line -> {
                    last[0] = Math.max(last[0], line.get("step").asLong());
                    Map<String, double[]> shares = shares(line.path("fusion"));
                    if (fits(shares, first)) {
                        logged.add(new Moment(line.get("step").asLong(), shares));
                    }
                },
                told);
        if (!first.isEmpty() && logged.size() > 1 && logged.get(0).step() == 0) {
            return new FusionHistory(logged, true);
        }
        return new FusionHistory(
                List.of(new Moment(0, first), new Moment(last[0], fusion.shares(trained))), first.isEmpty());
    }

    private static Map<String, double[]> shares(JsonNode fusion) {
        Map<String, double[]> shares = new LinkedHashMap<>();
        fusion.fields().forEachRemaining(node -> {
            double[] values = new double[node.getValue().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = node.getValue().get(i).asDouble(Double.NaN);
            }
            shares.put(node.getKey(), values);
        });
        return shares;
    }

    private static boolean fits(Map<String, double[]> shares, Map<String, double[]> first) {
        return shares.keySet().equals(first.keySet())
                && first.entrySet().stream().allMatch(node -> {
                    double[] values = shares.get(node.getKey());
                    return values.length == node.getValue().length
                            && Arrays.stream(values).allMatch(Double::isFinite);
                });
    }

    /** The share of a map at the end. */
    double last(String node, int edge) {
        return moments.get(moments.size() - 1).shares().get(node)[edge];
    }

    /** How far it went from where it began, up or down. */
    double drift(String node, int edge) {
        return last(node, edge) - moments.get(0).shares().get(node)[edge];
    }

    /** Whether nothing of the map passed at the last evaluations; then no gradient comes back to its weight either. */
    boolean isDead(String node, int edge) {
        int evaluations = moments.size() - 1;
        return isLogged
                && evaluations >= EVALUATIONS
                && moments.subList(moments.size() - EVALUATIONS, moments.size()).stream()
                        .allMatch(moment -> moment.shares().get(node)[edge] == 0);
    }

    /** The sum of a node's shares at the end. */
    double sum(String node) {
        return Arrays.stream(moments.get(moments.size() - 1).shares().get(node)).sum();
    }
}
