package org.fpn4j.evaluation.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A contrast for each seed that all its variants have.
 *
 * @param seeds ascending
 * @param values one a seed
 * @param images what draws of images say; empty where a score has none, or too many draws hold nothing to measure
 * @param emptyDraws the share of draws that were left out because they hold nothing to measure
 */
public record Differences(
        Contrast contrast, List<Long> seeds, List<Double> values, Optional<ImageVariance> images, double emptyDraws) {
    private static final double MOST_EMPTY = 0.05;

    public Differences {
        seeds = List.copyOf(seeds);
        values = List.copyOf(values);
    }

    /**
     * Of trainings, those of other variants included.
     *
     * @return empty where a variant has no seed with the others, or a metric nothing to measure
     * @throws IllegalArgumentException where draws are of different numbers of images
     */
    public static Optional<Differences> of(Contrast contrast, Collection<Scored> scores) {
        Map<String, Map<Long, Scored>> byVariant = new HashMap<>();
        for (Scored score : scores) {
            byVariant
                    .computeIfAbsent(score.variant(), variant -> new HashMap<>())
                    .put(score.seed(), score);
        }
        TreeSet<Long> common = null;
        for (String variant : contrast.weights().keySet()) {
            Map<Long, Scored> own = byVariant.getOrDefault(variant, Map.of());
            if (common == null) {
                common = new TreeSet<>(own.keySet());
            } else {
                common.retainAll(own.keySet());
            }
            if (own.values().stream().anyMatch(score -> !score.isMeasured())) {
                return Optional.empty();
            }
        }
        if (common == null || common.isEmpty()) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        List<Map<String, Scored>> bySeed = new ArrayList<>();
        for (long seed : common) {
            Map<String, Scored> ofSeed = new HashMap<>();
            contrast.weights()
                    .keySet()
                    .forEach(variant ->
                            ofSeed.put(variant, byVariant.get(variant).get(seed)));
            bySeed.add(ofSeed);
            values.add(contrast.of(variant -> ofSeed.get(variant).value()));
        }
        double[][] drawn = drawn(contrast, bySeed);
        double[][] full = withoutEmpty(drawn);
        double empty = drawn.length == 0 ? 0 : (double) (drawn.length - full.length) / drawn.length;
        Optional<ImageVariance> images = full.length < 2 || empty > MOST_EMPTY
                ? Optional.empty()
                : Optional.of(variance(full, imageCount(bySeed), withObjects(bySeed)));
        return Optional.of(new Differences(contrast, List.copyOf(common), values, images, empty));
    }

    /** Of seeds that share their training and validation images. */
    public Estimate estimate() {
        return estimate(images, 0);
    }

    /**
     * Of seeds each of which split one set anew: no draws of images count, and means over seeds vary more than independent
     * ones would (Nadeau and Bengio 2003).
     *
     * @param validationForTraining how many validation images there are for each training image
     */
    public Estimate estimateOfResplits(double validationForTraining) {
        return estimate(Optional.empty(), validationForTraining);
    }

    private Estimate estimate(Optional<ImageVariance> variance, double overlap) {
        double mean = mean(values);
        return new Estimate(mean, values.size(), variance(values, mean), variance, overlap);
    }

    /** {@code [draw][seed]}; nothing where a score has no draws. NaN where one holds nothing to measure. */
    private static double[][] drawn(Contrast contrast, List<Map<String, Scored>> bySeed) {
        int draws = -1;
        for (Map<String, Scored> ofSeed : bySeed) {
            for (Scored score : ofSeed.values()) {
                int own = score.drawn().map(DrawnScores::draws).orElse(0);
                draws = draws < 0 ? own : Math.min(draws, own);
            }
        }
        double[][] drawn = new double[Math.max(0, draws)][bySeed.size()];
        for (int draw = 0; draw < drawn.length; draw++) {
            int place = draw;
            for (int seed = 0; seed < bySeed.size(); seed++) {
                Map<String, Scored> ofSeed = bySeed.get(seed);
                drawn[draw][seed] = contrast.of(variant -> {
                    double score = ofSeed.get(variant).drawn().orElseThrow().score(place);
                    return score < 0 ? Double.NaN : score;
                });
            }
        }
        return drawn;
    }

    private static double[][] withoutEmpty(double[][] drawn) {
        return Arrays.stream(drawn)
                .filter(draw -> Arrays.stream(draw).noneMatch(Double::isNaN))
                .toArray(double[][]::new);
    }

    private static int imageCount(List<Map<String, Scored>> bySeed) {
        TreeSet<Integer> counts = new TreeSet<>();
        bySeed.forEach(ofSeed ->
                ofSeed.values().forEach(score -> score.drawn().ifPresent(drawn -> counts.add(drawn.images()))));
        if (counts.size() != 1) {
            throw new IllegalArgumentException("scores are of different numbers of images" + counts);
        }
        return counts.first();
    }

    private static int withObjects(List<Map<String, Scored>> bySeed) {
        return bySeed.stream()
                .flatMap(ofSeed -> ofSeed.values().stream())
                .flatMap(score -> score.drawn().stream())
                .mapToInt(DrawnScores::withObjects)
                .min()
                .orElseThrow();
    }

    private static ImageVariance variance(double[][] drawn, int images, int withObjects) {
        int seeds = drawn[0].length;
        List<Double> means = new ArrayList<>();
        double ofSingle = 0;
        for (int seed = 0; seed < seeds; seed++) {
            List<Double> single = new ArrayList<>();
            for (double[] draw : drawn) {
                single.add(draw[seed]);
            }
            ofSingle += variance(single, mean(single)) / seeds;
        }
        for (double[] draw : drawn) {
            means.add(Arrays.stream(draw).average().orElseThrow());
        }
        return new ImageVariance(variance(means, mean(means)), ofSingle, images, withObjects);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double variance(List<Double> values, double mean) {
        if (values.size() < 2) {
            return 0;
        }
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.size() - 1);
    }
}
