package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.illustration.RunReport;
import org.fpn4j.experiments.illustration.TrainedRun;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.report.TextTable;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunFolder;
import org.fpn4j.experiments.run.RunKey;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.experiments.training.TrainingRun;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingStopped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn train}. */
@Command(name = "train", description = "Trains one detector; the last line names its directory and score.")
final class TrainCommand implements Callable<Integer> {
    private static final int MOST_CLASSES = 12;

    @Parameters(paramLabel = "CONFIG", description = "An experiment, as in configs/models.")
    private Path config;

    @Mixin
    private SetOptions sets;

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default runs/NAME-SEED.")
    private Path out;

    @Option(names = "--resume", description = "Goes on where a killed run stopped.")
    private boolean resume;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        experiment.checked().requireTrainable(); // before anybody waits for the data
        new MemoryCheck(experiment).training();
        Interruption.goOnWith(Invocation.text());
        Caller caller = Interruption.caller();
        TrainingData data = TrainingData.open(
                experiment.checked(),
                PictureCache.ofMegabytes(experiment.config().training().cacheMegabytes()),
                caller.log(),
                caller.looking());
        RunDirectory directory = directory(experiment, data);
        if (directory.hasRun() && !resume) {
            throw new UserInputException(
                    directory.path().toString(),
                    "already holds a run",
                    "add --resume to go on with it, or choose another --out");
        }
        Interruption.goOnWith(Invocation.text()
                + (resume ? "" : " --resume")
                + (out != null
                        ? ""
                        : " --out " + Invocation.quoted(directory.path().toString())));
        try {
            Result result =
                    TrainingRun.of(experiment, directory, data, "", caller).run();
            report(experiment, data, directory, result);
            return 0;
        } catch (TrainingStopped e) {
            Interruption.tell(e);
            return Interruption.EXIT_CODE;
        }
    }

    private RunDirectory directory(Experiment experiment, TrainingData data) {
        if (out != null) {
            return new RunDirectory(out);
        }
        RunKey key = new RunKeys().of(experiment, data.digest());
        String name = experiment.name() + "-" + experiment.config().seed();
        return new RunFolder(Path.of("runs"), Console.log()::println).place(name, key);
    }

    private static void report(Experiment experiment, TrainingData data, RunDirectory directory, Result result) {
        RunReport.write(
                new TrainedRun(experiment.name(), experiment, directory),
                data,
                Invocation.text(),
                Console.log()::println);
        Console.results().print(classes(result));
        Console.results().println("report: " + directory.report());
        Console.results()
                .println(String.format(
                        Locale.ROOT,
                        "%s  %s%s",
                        directory.path(),
                        TerminalProgress.scores(result.metrics()),
                        result.leftOut().nothing() ? "" : "  (" + result.leftOut() + ")"));
    }

    private static String classes(Result result) {
        List<Metric> metrics = Metrics.found().ofClasses();
        List<String> header = new ArrayList<>(List.of("class"));
        List<Boolean> numbers = new ArrayList<>(List.of(false));
        metrics.forEach(metric -> {
            header.add(metric.name());
            numbers.add(true);
        });
        List<List<String>> rows = new ArrayList<>(List.of(header));
        result.perClass().entrySet().stream().limit(MOST_CLASSES).forEach(entry -> {
            List<String> row = new ArrayList<>(List.of(entry.getKey()));
            metrics.forEach(metric -> row.add(ScoreTable.shown(entry.getValue().getOrDefault(metric.name(), -1.0))));
            rows.add(row);
        });
        int more = result.perClass().size() + 1 - rows.size();
        return TextTable.render(rows, numbers) + (more > 0 ? more + " more classes: eval.json and report.html\n" : "");
    }
}
