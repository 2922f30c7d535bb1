package org.fpn4j.evaluation.replicate;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.evaluation.metric.EvaluatedDetections;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.statistics.DrawnScores;

/**
 * What metrics are on each draw of the images.
 *
 * @param draws which draws
 * @param scores by the name of the metric, in the metrics' order
 */
public record Replicates(ImageDraws draws, Map<String, DrawnScores> scores) {
    public Replicates {
        requireNonNull(draws, "draws is null");
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /**
     * Scores the draws, in as many threads as there are cores; the result does not depend on it. Greedy matching, which does not
     * depend on other images, is done once.
     *
     * @param detections not drawn already
     * @param metrics of which each is read of each draw
     */
    public static Replicates of(EvaluatedDetections detections, List<Metric> metrics, int count) {
        ImageDraws draws = new ImageDraws(detections.groundTruth().imageIds().size(), count);
        metrics.forEach(metric -> metric.value(detections)); // who keeps matches makes them before threads ask
        double[][] values = IntStream.range(0, count)
                .parallel()
                .mapToObj(draw -> {
                    EvaluatedDetections drawn = detections.drawn(draws.copies(draw));
                    return metrics.stream()
                            .mapToDouble(metric -> metric.value(drawn))
                            .toArray();
                })
                .toArray(double[][]::new);
        Map<String, DrawnScores> scores = new LinkedHashMap<>();
        for (int metric = 0; metric < metrics.size(); metric++) {
            int column = metric;
            double[] ofMetric = IntStream.range(0, count)
                    .mapToDouble(draw -> values[draw][column])
                    .toArray();
            scores.put(
                    metrics.get(metric).name(),
                    new DrawnScores(
                            ofMetric,
                            draws.images(),
                            detections.imagesWithObjects(metrics.get(metric).size())));
        }
        return new Replicates(draws, scores);
    }

    /** These and others, which take the place of those of the same names; of the same draws. */
    public Replicates and(Replicates others) {
        if (!others.draws.equals(draws)) {
            throw new IllegalArgumentException("replicates of " + draws + " and of " + others.draws);
        }
        Map<String, DrawnScores> both = new LinkedHashMap<>(scores);
        both.putAll(others.scores);
        return new Replicates(draws, both);
    }

    /** Those of a metric; empty where it was not read. */
    public Optional<DrawnScores> of(String metric) {
        return Optional.ofNullable(scores.get(metric));
    }
}
