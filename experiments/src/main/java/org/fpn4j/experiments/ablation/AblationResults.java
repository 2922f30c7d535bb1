package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.experiments.illustration.Curves;
import org.fpn4j.experiments.illustration.Illustrations;
import org.fpn4j.experiments.illustration.TrainedRun;
import org.fpn4j.experiments.report.AblationReport;
import org.fpn4j.experiments.report.AblationReportPage;
import org.fpn4j.experiments.report.CellRow;
import org.fpn4j.experiments.report.Example;
import org.fpn4j.experiments.report.HeatMapRow;
import org.fpn4j.experiments.report.ResultsCsv;
import org.fpn4j.experiments.report.Statistic;
import org.fpn4j.experiments.report.VariantRow;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.WholeFiles;
import org.fpn4j.experiments.training.TrainingData;

/** Turns outcomes into {@code results.json}, {@code results.csv} and {@code report.html}. */
final class AblationResults {
    private static final int EXAMPLES = 4;

    private final Ablation ablation;
    private final String command;
    private final String startedAt;
    private final List<CellOutcome> outcomes;

    AblationResults(Ablation ablation, String command, String startedAt, List<CellOutcome> outcomes) {
        this.ablation = ablation;
        this.command = command;
        this.startedAt = startedAt;
        this.outcomes = List.copyOf(outcomes);
    }

    /** Writes the two files of numbers. */
    void writeNumbers(Path out) {
        WholeFiles.writeJson(out.resolve("results.json"), json());
        WholeFiles.write(out.resolve("results.csv"), ResultsCsv.render(report("", List.of(), List.of())));
    }

    /** Writes the page, with pictures of the first seed of each variant. */
    void writePage(Path out, TrainingData data) {
        List<TrainedRun> shown = new ArrayList<>();
        for (Map<String, String> variant : ablation.variants()) {
            outcomes.stream()
                    .filter(outcome -> outcome.cell().variant().equals(variant)
                            && outcome.result().isPresent())
                    .findFirst()
                    .ifPresent(outcome -> shown.add(new TrainedRun(
                            String.join(", ", variant.values()), outcome.cell().experiment(), outcome.directory())));
        }
        Illustrations pictures = new Illustrations(shown, data.validation(), EXAMPLES);
        String summary = data.train().summary() + "\n" + data.validation().summary();
        WholeFiles.write(
                out.resolve("report.html"),
                AblationReportPage.render(report(summary, pictures.examples(), pictures.heatMaps())));
    }

    /** The table's values without pictures. */
    AblationReport table() {
        return report("", List.of(), List.of());
    }

    private AblationReport report(String dataSummary, List<Example> examples, List<HeatMapRow> heatMaps) {
        return new AblationReport(
                ablation.name(),
                command,
                Provenance.machine(),
                startedAt,
                dataSummary,
                ablation.axes().stream().map(Axis::name).toList(),
                variantRows(),
                outcomes.stream().map(AblationResults::cellRow).toList(),
                examples,
                heatMaps,
                warnings());
    }

    /** What a reader must know of the scores of any cell; all cells are scored on the same split. */
    private List<String> warnings() {
        return outcomes.stream()
                .flatMap(outcome -> outcome.result().stream())
                .flatMap(result -> result.warnings().stream())
                .distinct()
                .toList();
    }

    private List<VariantRow> variantRows() {
        List<VariantRow> rows = new ArrayList<>();
        for (Map<String, String> variant : ablation.variants()) {
            List<Result> results = results(variant);
            if (!results.isEmpty()) {
                Map<String, Statistic> metrics = new LinkedHashMap<>();
                for (String metric : results.get(0).metrics().keySet()) {
                    metrics.put(metric, statistic(results, metric));
                }
                rows.add(new VariantRow(
                        variant,
                        results.size(),
                        metrics,
                        results.get(0).params(),
                        results.get(0).macs(),
                        results.stream()
                                .mapToDouble(Result::trainSeconds)
                                .average()
                                .orElseThrow()));
            }
        }
        return rows;
    }

    private List<Result> results(Map<String, String> variant) {
        return outcomes.stream()
                .filter(outcome -> outcome.cell().variant().equals(variant))
                .flatMap(outcome -> outcome.result().stream())
                .toList();
    }

    private static Statistic statistic(List<Result> results, String metric) {
        return Statistic.of(
                results.stream().map(result -> result.metrics().get(metric)).toList());
    }

    private static CellRow cellRow(CellOutcome outcome) {
        List<JsonNode> lines = outcome.directory().metricLines();
        return new CellRow(
                outcome.cell().variant(),
                outcome.cell().seed(),
                outcome.result().isPresent() ? CellRow.DONE : CellRow.failed(outcome.failure()),
                outcome.result().map(Result::metrics).orElse(Map.of()),
                outcome.result().map(Result::trainSeconds).orElse(0.0),
                outcome.directory().path().toString(),
                Curves.loss(lines),
                Curves.metrics(lines, AblationReport.METRICS));
    }

    /** The shape that the command line promises. */
    private Map<String, Object> json() {
        List<Map<String, Object>> cells = new ArrayList<>();
        for (CellOutcome outcome : outcomes) {
            Map<String, Object> cell = new LinkedHashMap<>();
            cell.put("variant", outcome.cell().variant());
            cell.put("seed", outcome.cell().seed());
            outcome.result().ifPresent(result -> {
                cell.put("metrics", result.metrics());
                cell.put("left_out", result.leftOut().json());
                cell.put("params", result.params());
                cell.put("macs", result.macs());
                cell.put("train_seconds", result.trainSeconds());
                cell.put("weights_sha256", result.weightsSha256());
            });
            if (outcome.result().isEmpty()) {
                cell.put("failed", outcome.failure());
            }
            cell.put("run_dir", outcome.directory().path().toString());
            cells.add(cell);
        }
        List<Map<String, Object>> variants = new ArrayList<>();
        for (VariantRow row : variantRows()) {
            Map<String, Object> variant = new LinkedHashMap<>();
            variant.put("variant", row.axisValues());
            variant.put("n", row.n());
            row.metrics().forEach((name, statistic) -> {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("mean", statistic.mean());
                values.put("sd", Double.isNaN(statistic.sd()) ? null : statistic.sd());
                variant.put(name, values);
            });
            variant.put("params", row.params());
            variant.put("macs", row.macs());
            variant.put("train_seconds", row.trainSeconds());
            variants.add(variant);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", ablation.name());
        json.put("command", command);
        json.put("machine", Provenance.machine());
        json.put("started_at", startedAt);
        json.put("cells", cells);
        json.put("variants", variants);
        return json;
    }
}
