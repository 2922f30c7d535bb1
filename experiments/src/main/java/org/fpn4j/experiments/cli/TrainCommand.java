package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.illustration.RunReport;
import org.fpn4j.experiments.illustration.TrainedRun;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.training.Trainer;
import org.fpn4j.experiments.training.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn train}. */
@Command(name = "train", description = "Trains one detector; the last line names its directory and score.")
final class TrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "An experiment, as in configs/models.")
    private Path config;

    @Mixin
    private SetOptions sets;

    @Option(names = "--out", paramLabel = "DIR", description = "Run directory; default runs/NAME/KEY.")
    private Path out;

    @Option(names = "--resume", description = "Goes on where a killed run stopped.")
    private boolean resume;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        experiment.requireBatchStatistics(); // before anybody waits for the data
        new MemoryCheck(experiment).training();
        TrainingData data = TrainingData.open(experiment, Console.log()::println);
        Path path = out != null ? out : Path.of("runs", experiment.name(), Provenance.key(experiment, data.digest()));
        RunDirectory directory = new RunDirectory(path);
        if (Files.exists(directory.config()) && !resume) {
            throw new UserInputException(
                    path.toString(), "already holds a run", "add --resume to go on with it, or choose another --out");
        }
        Result result = new Trainer(experiment, directory, data, new TerminalProgress("")).run(Invocation.text());
        RunReport.write(new TrainedRun(experiment.name(), experiment, directory), data.validation(), Invocation.text());
        Console.results()
                .println(String.format(
                        Locale.ROOT,
                        "%s  AP %s  AP50 %s%s",
                        path,
                        EvalCommand.shown(result.metrics().get("AP")),
                        EvalCommand.shown(result.metrics().get("AP50")),
                        result.leftOut().nothing() ? "" : "  (" + result.leftOut() + ")"));
        return 0;
    }
}
