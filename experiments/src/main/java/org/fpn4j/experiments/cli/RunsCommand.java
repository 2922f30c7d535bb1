package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
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
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run", "AP", "AP50", "steps", "state"));
        for (RunStatus run : runs) {
            rows.add(List.of(
                    run.directory().path().toString(),
                    score(run, "AP"),
                    score(run, "AP50"),
                    Long.toString(run.step()),
                    run.sentence()));
        }
        return TextTable.render(rows, List.of(false, true, true, true, false)).stripTrailing();
    }

    private static String score(RunStatus run, String metric) {
        return run.result()
                .map(result -> EvalCommand.shown(result.metrics().get(metric)))
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
