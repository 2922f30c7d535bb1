package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.evaluation.statistics.Comparison;
import org.fpn4j.evaluation.statistics.Effect;
import org.fpn4j.evaluation.statistics.Estimate;
import org.fpn4j.evaluation.statistics.Factor;
import org.fpn4j.evaluation.statistics.FactorialResult;
import org.fpn4j.evaluation.statistics.FactorialSentences;
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
            "vI",
            "kind",
            "at");

    private static final String FOLDS = "folds";

    private ComparisonFiles() {}

    /**
     * The shape of commands' JSON: the metric that decides, the baseline, and each comparison, first those by the metric that
     * decides. Others have no verdict.
     */
    public static Map<String, Object> json(Verdicts verdicts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", verdicts.deciding().metric());
        json.put("baseline", verdicts.deciding().baseline());
        json.put(
                "comparisons",
                families(verdicts).stream()
                        .map(row -> without(row, List.of("baseline", "kind", "at")))
                        .toList());
        json.put("notes", verdicts.notes());
        verdicts.factorial().ifPresent(crossed -> json.put("factorial", json(crossed)));
        return json;
    }

    private static Map<String, Object> without(Map<String, Object> row, List<String> columns) {
        Map<String, Object> less = new LinkedHashMap<>(row);
        columns.forEach(less::remove);
        return less;
    }

    /** The factors, each effect, and the table of variance. */
    private static Map<String, Object> json(FactorialResult crossed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "factors",
                List.of(json(crossed.design().topic()), json(crossed.design().moderator())));
        json.put("effects", effects(crossed));
        json.put("bigger_lever", crossed.biggerLever().map(Factor::name).orElse(null));
        json.put("seeds", crossed.blocks().seeds());
        List<Map<String, Object>> lines = new ArrayList<>();
        crossed.anova().ifPresent(table -> table.lines().forEach(line -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("source", line.source());
            values.put("sum_of_squares", line.sumOfSquares());
            values.put("df", line.freedom());
            values.put("F", line.f().isPresent() ? line.f().getAsDouble() : null);
            values.put("p", line.p().isPresent() ? line.p().getAsDouble() : null);
            lines.add(values);
        }));
        json.put("anova", lines);
        FactorialSentences sentences = new FactorialSentences(crossed);
        json.put("sentences", sentences.verdicts());
        json.put("notes", sentences.notes());
        return json;
    }

    private static Map<String, Object> json(Factor factor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", factor.name());
        json.put("levels", factor.levels());
        json.put("baseline", factor.baseline());
        json.put("ordered", factor.ordered());
        return json;
    }

    /** A line for each comparison (RFC 4180, lines end with a line feed); nothing where there is no such number. */
    public static String csv(Verdicts verdicts) {
        List<String> header = new ArrayList<>(HEADER);
        if (verdicts.deciding().folds() > 0) {
            header.add(FOLDS);
        }
        List<List<String>> lines = new ArrayList<>(List.of(header));
        for (Map<String, Object> row : rows(verdicts)) {
            lines.add(header.stream()
                    .map(column ->
                            row.get(column) == null ? "" : row.get(column).toString())
                    .toList());
        }
        return Csv.render(lines);
    }

    private static List<Map<String, Object>> rows(Verdicts verdicts) {
        List<Map<String, Object>> rows = families(verdicts);
        verdicts.factorial().ifPresent(crossed -> rows.addAll(effects(crossed)));
        return rows;
    }

    private static List<Map<String, Object>> families(Verdicts verdicts) {
        List<Map<String, Object>> rows = new ArrayList<>(rows(verdicts.deciding(), true));
        verdicts.besides().forEach(family -> rows.addAll(rows(family, false)));
        return rows;
    }

    private static List<Map<String, Object>> rows(Family family, boolean decides) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Comparison each : family.comparisons()) {
            rows.add(row(each.name(), family.baseline(), family.metric(), each, decides));
            if (family.folds() > 0) { // which "seeds" are then, each with the mean over its seeds
                rows.get(rows.size() - 1).put(FOLDS, each.estimate().seeds());
            }
        }
        if (decides) {
            putHolm(rows, family.comparisons());
        }
        rows.forEach(row -> row.put("kind", "comparison"));
        return rows;
    }

    private static void putHolm(List<Map<String, Object>> rows, List<Comparison> comparisons) {
        List<Double> holm = Holm.adjusted(
                comparisons.stream().map(each -> each.estimate().pValue()).toList());
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).put("p_holm", isBounded(comparisons.get(i)) ? holm.get(i) : null);
        }
    }

    /** Each effect of a design: {@code variant} and {@code baseline} are the levels that it goes to and comes from. */
    private static List<Map<String, Object>> effects(FactorialResult crossed) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Effect> family : List.of(crossed.interactions(), crossed.ofTopic(), crossed.ofModerator())) {
            List<Map<String, Object>> own = new ArrayList<>();
            family.forEach(effect -> own.add(row(effect, crossed.metric(), true)));
            putHolm(own, family.stream().map(Effect::comparison).toList());
            rows.addAll(own);
        }
        crossed.atLevels().forEach(effect -> rows.add(row(effect, crossed.metric(), false)));
        return rows;
    }

    private static Map<String, Object> row(Effect effect, String metric, boolean decides) {
        Map<String, Object> row = row(effect.step().to(), effect.step().from(), metric, effect.comparison(), decides);
        row.put("kind", effect.kind().words());
        row.put("at", effect.place());
        return row;
    }

    private static boolean isBounded(Comparison each) {
        return each.estimate().seeds() > 1 || each.estimate().images().isPresent();
    }

    private static Map<String, Object> row(
            String variant, String baseline, String metric, Comparison each, boolean decides) {
        Estimate estimate = each.estimate();
        Interval interval = each.interval();
        Optional<ImageVariance> images = estimate.images();
        boolean bounded = isBounded(each);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("variant", variant);
        row.put("baseline", baseline);
        row.put("metric", metric);
        row.put("difference", estimate.value());
        row.put("low", bounded ? interval.low() : null);
        row.put("high", bounded ? interval.high() : null);
        row.put("alpha", interval.alpha());
        row.put("p", bounded ? estimate.pValue() : null);
        row.put("p_holm", null);
        row.put("verdict", decides ? each.verdict().words() : null);
        row.put("seeds", estimate.seeds());
        row.put("images", images.map(ImageVariance::images).orElse(null));
        row.put("half_seeds", estimate.seeds() > 1 ? interval.halfSeeds() : null);
        row.put("half_images", images.isPresent() ? interval.halfImages() : null);
        row.put("s2", estimate.seeds() > 1 ? estimate.seedVariance() : null);
        row.put("V", images.map(ImageVariance::ofMean).orElse(null));
        row.put("W", images.map(ImageVariance::ofSingle).orElse(null));
        row.put("vI", images.isPresent() ? estimate.sharedVariance() : null);
        return row;
    }
}
