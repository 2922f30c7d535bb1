package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Shown;
import org.fpn4j.experiments.report.TextTable;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn runs}. */
@Command(
        name = "runs",
        description = "Runs and cells of ablations by name, finished or not, with their scores; or why two differ.")
final class RunsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            description = "A folder of runs, of ablations, or of one; default ${DEFAULT-VALUE}.",
            defaultValue = "runs")
    private Path directory;

    @Option(
            names = "--why",
            arity = "2",
            paramLabel = "RUN",
            description = "Two runs: says which parts of what decides their results differ.")
    private List<Path> why = new ArrayList<>();

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        if (!why.isEmpty()) {
            RunDifference difference = RunDifference.between(why.get(0), why.get(1));
            json.write(difference.json());
            json.print(difference.text());
            return 0;
        }
        if (!Files.isDirectory(directory)) {
            throw new UserInputException(
                    directory.toString(),
                    "is no directory",
                    "./fpn train and ./fpn ablate make runs below [runs] or where --out says");
        }
        List<RunStatus> runs = RunStatus.below(directory);
        json.write(runs.stream().map(RunsCommand::json).toList());
        json.print(runs.isEmpty() ? "no runs in " + directory : table(runs));
        return 0;
    }

    private static String table(List<RunStatus> runs) {
        List<Metric> metrics = Metrics.found().in(Shown.EVERYWHERE);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("run", metrics.stream().map(Metric::name).toList(), "steps", "state"));
        for (RunStatus run : runs) {
            rows.add(row(
                    run.directory().path().toString(),
                    metrics.stream().map(metric -> score(run, metric)).toList(),
                    Long.toString(run.step()),
                    run.sentence()));
        }
        List<Boolean> numbers = new ArrayList<>(Collections.nCopies(metrics.size() + 3, true));
        numbers.set(0, false);
        numbers.set(numbers.size() - 1, false);
        return TextTable.render(rows, numbers).stripTrailing();
    }

    private static List<String> row(String run, List<String> scores, String steps, String state) {
        List<String> row = new ArrayList<>(List.of(run));
        row.addAll(scores);
        row.addAll(List.of(steps, state));
        return row;
    }

    private static String score(RunStatus run, Metric metric) {
        return run.result()
                .map(result -> ScoreTable.shown(result.metrics().getOrDefault(metric.name(), -1.0)))
                .orElse("");
    }

    private static Map<String, Object> json(RunStatus run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", run.directory().path().toString());
        json.put("state", run.state().name().toLowerCase(Locale.ROOT));
        json.put("steps", run.step());
        run.result().map(Result::metrics).ifPresent(metrics -> json.put("metrics", metrics));
        run.holder().ifPresent(holder -> json.put("holder", holder));
        if (!run.problem().isEmpty()) {
            json.put("problem", run.problem());
        }
        return json;
    }
}
