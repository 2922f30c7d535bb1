package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.evaluation.statistics.Comparison;
import org.fpn4j.evaluation.statistics.Estimate;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Holm;
import org.fpn4j.evaluation.statistics.ImageVariance;
import org.fpn4j.evaluation.statistics.Interval;

/** Comparisons with every digit, for other programs. */
public final class ComparisonFiles {
    private static final List<String> HEADER = List.of(
            "variant",
            "baseline",
            "metric",
            "difference",
            "low",
            "high",
            "alpha",
            "p",
            "p_holm",
            "verdict",
            "seeds",
            "images",
            "half_seeds",
            "half_images",
            "s2",
            "V",
            "W",
            "vI");

    private ComparisonFiles() {}

    /**
     * The shape of commands' JSON: the metric that decides, the baseline, and each comparison, first those by the metric that
     * decides. Others have no verdict.
     */
    public static Map<String, Object> json(Verdicts verdicts) {
        List<Map<String, Object>> comparisons = new ArrayList<>();
        for (Map<String, Object> row : rows(verdicts)) {
            Map<String, Object> comparison = new LinkedHashMap<>(row);
            comparison.remove("baseline");
            comparisons.add(comparison);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", verdicts.deciding().metric());
        json.put("baseline", verdicts.deciding().baseline());
        json.put("comparisons", comparisons);
        json.put("notes", verdicts.notes());
        return json;
    }

    /** A line for each comparison (RFC 4180, lines end with a line feed); nothing where there is no such number. */
    public static String csv(Verdicts verdicts) {
        List<List<String>> lines = new ArrayList<>(List.of(HEADER));
        for (Map<String, Object> row : rows(verdicts)) {
            lines.add(HEADER.stream()
                    .map(column ->
                            row.get(column) == null ? "" : row.get(column).toString())
                    .toList());
        }
        return Csv.render(lines);
    }

    private static List<Map<String, Object>> rows(Verdicts verdicts) {
        List<Map<String, Object>> rows = new ArrayList<>(rows(verdicts.deciding(), true));
        verdicts.besides().forEach(family -> rows.addAll(rows(family, false)));
        return rows;
    }

    private static List<Map<String, Object>> rows(Family family, boolean decides) {
        List<Double> holm = Holm.adjusted(family.comparisons().stream()
                .map(each -> each.estimate().pValue())
                .toList());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Comparison each : family.comparisons()) {
            Estimate estimate = each.estimate();
            Interval interval = each.interval();
            Optional<ImageVariance> images = estimate.images();
            boolean bounded = estimate.seeds() > 1 || images.isPresent();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("variant", each.name());
            row.put("baseline", family.baseline());
            row.put("metric", family.metric());
            row.put("difference", estimate.value());
            row.put("low", bounded ? interval.low() : null);
            row.put("high", bounded ? interval.high() : null);
            row.put("alpha", interval.alpha());
            row.put("p", bounded ? estimate.pValue() : null);
            row.put("p_holm", bounded && decides ? holm.get(rows.size()) : null);
            row.put("verdict", decides ? each.verdict().words() : null);
            row.put("seeds", estimate.seeds());
            row.put("images", images.map(ImageVariance::images).orElse(null));
            row.put("half_seeds", estimate.seeds() > 1 ? interval.halfSeeds() : null);
            row.put("half_images", images.isPresent() ? interval.halfImages() : null);
            row.put("s2", estimate.seeds() > 1 ? estimate.seedVariance() : null);
            row.put("V", images.map(ImageVariance::ofMean).orElse(null));
            row.put("W", images.map(ImageVariance::ofSingle).orElse(null));
            row.put("vI", images.isPresent() ? estimate.sharedVariance() : null);
            rows.add(row);
        }
        return rows;
    }
}
