package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.comparison.Judging;
import org.fpn4j.experiments.comparison.ScoredRun;
import org.fpn4j.experiments.illustration.Curves;
import org.fpn4j.experiments.report.AblationReport;
import org.fpn4j.experiments.report.AblationReportPage;
import org.fpn4j.experiments.report.CellRow;
import org.fpn4j.experiments.report.Circumstances;
import org.fpn4j.experiments.report.ComparisonFiles;
import org.fpn4j.experiments.report.ConfigDifference;
import org.fpn4j.experiments.report.Inspected;
import org.fpn4j.experiments.report.LearningCurves;
import org.fpn4j.experiments.report.ResultsCsv;
import org.fpn4j.experiments.report.RunScores;
import org.fpn4j.experiments.report.Statistic;
import org.fpn4j.experiments.report.VariantRow;
import org.fpn4j.experiments.report.Verdicts;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.training.loop.TrainingData;

/** Turns outcomes into {@code results.json}, {@code results.csv}, {@code comparisons.csv} and {@code report.html}. */
final class AblationResults {
    private static final String JSON = "results.json";
    private static final String CSV = "results.csv";
    private static final String COMPARISONS = "comparisons.csv";
    private static final String PAGE = "report.html";
    private static final String COMPARISON = "comparison"; // a field of the JSON

    private final Metrics metrics;
    private final Ablation ablation;
    private final String command;
    private final String startedAt;
    private final EarlierLooks earlier;
    private final List<CellOutcome> outcomes;
    private final TestScores tests;
    private final Verdicts verdicts;

    AblationResults(
            Ablation ablation, String command, String startedAt, EarlierLooks earlier, List<CellOutcome> outcomes) {
        this.ablation = ablation;
        this.metrics = ablation.metrics();
        this.command = command;
        this.startedAt = startedAt;
        this.earlier = earlier;
        this.outcomes = List.copyOf(outcomes);
        this.tests = new TestScores(this.outcomes);
        this.verdicts = verdicts();
    }

    private Verdicts verdicts() {
        List<ScoredRun> runs = new ArrayList<>();
        Map<String, Integer> failed = new LinkedHashMap<>();
        for (CellOutcome outcome : outcomes) {
            String variant = Comparing.label(outcome.cell().variant());
            if (outcome.result().isEmpty()) {
                failed.merge(variant, 1, Integer::sum);
                continue;
            }
            runs.add(new ScoredRun(
                    variant,
                    outcome.cell().seed(),
                    outcome.cell().fold(),
                    outcome.result().get().metrics(),
                    outcome.replicates()));
        }
        int seeds = ablation.seeds().size();
        List<String> remarks = new ArrayList<>();
        int each = seeds * Math.max(1, ablation.folds());
        failed.forEach((variant, count) -> remarks.add(count + " of " + each + " runs of " + variant
                + " failed; the comparison leaves their seeds out, which favours " + variant + "."));
        Comparing comparing = ablation.comparing();
        if (comparing.looks().isEmpty()) {
            earlier.remark(seeds).ifPresent(remarks::add);
        }
        comparing.decideBy().remark().ifPresent(remarks::add);
        Metric decisive = metrics.named(comparing.decideBy().metric().name()).orElseThrow();
        CrossedAxes axes = new CrossedAxes(ablation);
        axes.remark().ifPresent(remarks::add);
        if (ablation.folds() > 0 && axes.design().isPresent()) {
            remarks.add("What two axes do to each other is not computed of folds, which share images.");
        }
        Judging judging = new Judging(comparing.question().ofFolds(ablation.folds()), runs);
        Verdicts compared = judging.verdicts(metrics, decisive, seeds, remarks);
        return axes.design()
                .filter(design -> ablation.folds() == 0)
                .map(design -> compared.with(judging.crossed(design, decisive, seeds)))
                .orElse(compared);
    }

    /** Where the results of an ablation are read from. */
    static Path json(Path out) {
        return out.resolve(JSON);
    }

    /** The files that are written, by name. */
    static List<String> files() {
        return List.of(JSON, CSV, COMPARISONS, PAGE);
    }

    /** Writes the two files of numbers. */
    void writeNumbers(Path out) {
        DirectoryLock.during(new RunDirectory(out), command, () -> numbers(out));
    }

    private void numbers(Path out) {
        WholeFile.write(out.resolve(CSV), ResultsCsv.render(table()));
        WholeFile.write(out.resolve(COMPARISONS), ComparisonFiles.csv(verdicts));
        StoredJson.write(out.resolve(JSON), json());
    }

    /**
     * Writes all files, {@code results.json} last: where it holds these results, the others do, too. Runs that have no page of
     * their own get one.
     *
     * @param always also where the files are there with these results
     * @param data of each cell
     * @param log hears sentences
     */
    void writeAll(Path out, boolean always, Function<Cell, TrainingData> data, Consumer<String> log) {
        if (!always && areIn(out)) {
            return;
        }
        // two ablations may share their cells, and so their results
        DirectoryLock.during(new RunDirectory(out), command, () -> {
            if (always || !areIn(out)) {
                draw(out, data, log);
            }
        });
    }

    private void draw(Path out, Function<Cell, TrainingData> data, Consumer<String> log) {
        AblationLook look = new AblationLook(ablation, outcomes, data);
        look.writeReports(command, log);
        TrainingData first = data.apply(ablation.cells().get(0));
        String summary = first.train().summary() + "\n" + first.validation().summary();
        List<CellRow> cells = outcomes.stream()
                .map(outcome -> cellRow(
                        outcome,
                        Curves.of(outcome.directory(), metrics.in(Shown.TABLES), log),
                        link(out, outcome.directory().report())))
                .toList();
        String page = AblationReportPage.render(
                report(look.circumstances(command, startedAt, summary), cells, look.configs(), look.inspected(log)));
        WholeFile.write(out.resolve(PAGE), page);
        numbers(out);
    }

    /** How a page in a directory names a file; empty where there is no such file. */
    private static String link(Path from, Path file) {
        return Files.exists(file) ? absolute(from).relativize(absolute(file)).toString() : "";
    }

    private static URI absolute(Path path) {
        return path.toAbsolutePath().normalize().toUri();
    }

    /** Whether all files are there and hold these results. */
    private boolean areIn(Path out) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            JsonNode written = mapper.readTree(out.resolve(JSON).toFile());
            JsonNode own = mapper.readTree(StoredJson.text(json()));
            return files().stream().allMatch(file -> Files.isRegularFile(out.resolve(file)))
                    && own.get("cells").equals(written.path("cells"))
                    && own.get("variants").equals(written.path("variants"))
                    && own.get(COMPARISON).equals(written.path(COMPARISON));
        } catch (IOException e) {
            return false; // missing or damaged, and then it is written again
        }
    }

    /** The table's values without curves and pictures. */
    AblationReport table() {
        List<CellRow> cells = outcomes.stream()
                .map(outcome -> cellRow(outcome, LearningCurves.NONE, ""))
                .toList();
        Circumstances circumstances =
                new Circumstances(command, List.of(), List.of(Provenance.machine()), startedAt, "");
        return report(circumstances, cells, List.of(), Inspected.NOTHING);
    }

    private AblationReport report(
            Circumstances circumstances, List<CellRow> cells, List<ConfigDifference> configs, Inspected inspected) {
        return new AblationReport(
                ablation.name(),
                circumstances,
                metrics,
                ablation.axes().stream().map(Axis::name).toList(),
                variantRows(cells),
                verdicts,
                cells,
                configs,
                inspected,
                warnings());
    }

    /** What a reader must know of the scores of any cell; all cells are scored on the same split. */
    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(ablation.matched());
        if (ablation.folds() > 0) {
            warnings.add("Means and deviations are over runs, " + ablation.folds() + " folds of each seed.");
        }
        outcomes.stream()
                .flatMap(outcome -> outcome.result().stream())
                .flatMap(result -> result.warnings().stream())
                .distinct()
                .forEach(warnings::add);
        warnings.addAll(tests.sentences());
        return warnings;
    }

    private List<VariantRow> variantRows(List<CellRow> cells) {
        List<VariantRow> rows = new ArrayList<>();
        for (Map<String, String> variant : ablation.variants()) {
            List<CellRow> runs = cells.stream()
                    .filter(cell -> cell.isDone() && cell.axisValues().equals(variant))
                    .toList();
            outcomes.stream()
                    .filter(outcome -> outcome.cell().variant().equals(variant))
                    .flatMap(outcome -> outcome.result().stream())
                    .findFirst()
                    .ifPresent(first -> rows.add(new VariantRow(variant, runs, first.params(), first.macs())));
        }
        return rows;
    }

    private CellRow cellRow(CellOutcome outcome, LearningCurves curves, String report) {
        return new CellRow(
                outcome.cell().variant(),
                outcome.cell().seed(),
                outcome.cell().fold(),
                outcome.result().isPresent() ? CellRow.DONE : CellRow.failed(outcome.failure()),
                outcome.result()
                        .map(result -> new RunScores(result.metrics(), result.perClass()))
                        .orElse(RunScores.NONE),
                outcome.result().map(Result::trainSeconds).orElse(0.0),
                outcome.directory().path().toString(),
                report,
                curves);
    }

    /** The shape that the command line promises. */
    private Map<String, Object> json() {
        List<Map<String, Object>> cells = new ArrayList<>();
        for (CellOutcome outcome : outcomes) {
            Map<String, Object> cell = new LinkedHashMap<>();
            cell.put("variant", outcome.cell().variant());
            cell.put("seed", outcome.cell().seed());
            outcome.cell().fold().ifPresent(fold -> cell.put("fold", fold));
            outcome.result().ifPresent(result -> {
                cell.put("metrics", result.metrics());
                cell.put("per_class", result.perClass());
                cell.put("left_out", result.leftOut().json());
                cell.put("params", result.params());
                cell.put("macs", result.macs());
                cell.put("train_seconds", result.trainSeconds());
                cell.put("weights_sha256", result.weightsSha256());
            });
            tests.json(outcome).ifPresent(test -> cell.put("test", test));
            if (outcome.result().isEmpty()) {
                cell.put("failed", outcome.failure());
            }
            cell.put("run_dir", outcome.directory().path().toString());
            cells.add(cell);
        }
        AblationReport table = table();
        List<Map<String, Object>> variants = new ArrayList<>();
        for (VariantRow row : table.variants()) {
            Map<String, Object> variant = new LinkedHashMap<>();
            variant.put("variant", row.axisValues());
            variant.put("n", row.n());
            variant.put("seeds", row.seeds());
            row.metrics().forEach(name -> variant.put(name, json(row.statistic(name))));
            Map<String, Object> perClass = new LinkedHashMap<>();
            for (String name : table.classes()) {
                Map<String, Object> scores = new LinkedHashMap<>();
                metrics.ofClasses()
                        .forEach(metric -> scores.put(metric.name(), json(row.ofClass(metric.name(), name))));
                perClass.put(name, scores);
            }
            variant.put("per_class", perClass);
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
        if (ablation.folds() > 0) {
            json.put("folds", ablation.folds());
        }
        json.put("cells", cells);
        json.put("variants", variants);
        json.put(COMPARISON, ComparisonFiles.json(verdicts));
        boolean complete = outcomes.size() == ablation.cells().size();
        json.put(
                EarlierLooks.FIELD,
                complete ? earlier.and(ablation.seeds().size()).seeds() : earlier.seeds());
        return json;
    }

    private static Map<String, Object> json(Statistic statistic) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mean", statistic.mean());
        values.put("sd", Double.isNaN(statistic.sd()) ? null : statistic.sd());
        return values;
    }
}
