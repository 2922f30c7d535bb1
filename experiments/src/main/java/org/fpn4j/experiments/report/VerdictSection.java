package org.fpn4j.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.statistics.Comparison;
import org.fpn4j.evaluation.statistics.Family;
import org.fpn4j.evaluation.statistics.Sentences;
import org.fpn4j.experiments.plot.MeanPlot;

/** What can be said of variants: the first that a reader sees. */
final class VerdictSection {
    /** A comparison: who, what, by how much. */
    record Line(String variant, String verdict, String difference, String interval) {}

    /** A row of the table of what decides nothing. */
    record Beside(String metric, String variant, String difference, String interval) {}

    private final AblationReport report;
    private final Family deciding;

    VerdictSection(AblationReport report) {
        this.report = report;
        this.deciding = report.verdicts().deciding();
    }

    void put(Map<String, Object> model) {
        Verdicts verdicts = report.verdicts();
        Sentences sentences = new Sentences(deciding);
        Optional<ForestPlot> forest = ForestPlot.of(verdicts);
        model.put("comparisonHeading", sentences.heading());
        model.put("decidingMetric", deciding.metric());
        model.put("decidingMeaning", meaning());
        model.put("range", range());
        model.put("baseline", deciding.baseline());
        model.put(
                "verdictLines",
                sentences.rows().stream()
                        .map(row -> new Line(row.get(0), row.get(3), row.get(1), row.get(2)))
                        .toList());
        model.put("hasVerdictLines", !deciding.comparisons().isEmpty());
        model.put("verdicts", sentences.verdicts());
        model.put("readings", VerdictReading.of(deciding));
        model.put("noiseFloor", sentences.noiseFloor().orElse(""));
        model.put("hasNoiseFloor", sentences.noiseFloor().isPresent());
        model.put("comparisonNotes", verdicts.notes());
        model.put("hasForest", forest.isPresent());
        model.put("forest", forest.map(ForestPlot::text).orElse(""));
        Optional<String> means = means();
        model.put("hasMeanPlot", means.isPresent());
        model.put("meanPlot", means.orElse(""));
        model.put("besides", besides(verdicts));
        model.put("hasBesides", !verdicts.besides().isEmpty());
    }

    private String meaning() {
        return report.metrics().named(deciding.metric()).map(Metric::meaning).orElse("a score");
    }

    private String range() {
        boolean share = report.metrics()
                .named(deciding.metric())
                .filter(metric -> metric.largest() == 1)
                .isPresent();
        String better = deciding.largerIsBetter() ? "larger is better" : "smaller is better";
        return share ? "from 0 to 1, " + better : better;
    }

    /** The deciding metric of each variant; empty where the baseline has none. */
    private Optional<String> means() {
        String metric = deciding.metric();
        List<MeanPlot.Row> rows = new ArrayList<>();
        OptionalDouble baseline = OptionalDouble.empty();
        for (VariantRow variant : report.variants()) {
            Statistic statistic = variant.statistic(metric);
            if (!statistic.isMeasured()) {
                continue;
            }
            if (variant.label().equals(deciding.baseline())) {
                baseline = OptionalDouble.of(statistic.mean());
            }
            rows.add(new MeanPlot.Row(
                    variant.label(),
                    statistic.mean(),
                    statistic.sd(),
                    List.copyOf(variant.values(metric).values()),
                    floor(variant.label())));
        }
        return baseline.isEmpty() ? Optional.empty() : Optional.of(MeanPlot.of(metric, baseline.getAsDouble(), rows));
    }

    private OptionalDouble floor(String label) {
        return deciding.comparisons().stream()
                .filter(each -> each.name().equals(label) && each.estimate().seeds() > 1)
                .mapToDouble(VerdictSection::floor)
                .findFirst();
    }

    private static double floor(Comparison comparison) {
        return comparison.planning().floor(comparison.estimate().seeds());
    }

    private static List<Beside> besides(Verdicts verdicts) {
        List<Beside> rows = new ArrayList<>();
        for (Family family : verdicts.besides()) {
            for (List<String> row : new Sentences(family).rows()) {
                rows.add(new Beside(family.metric(), row.get(0), row.get(1), row.get(2)));
            }
        }
        return rows;
    }
}
