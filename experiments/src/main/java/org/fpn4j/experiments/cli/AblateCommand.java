package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.experiments.ablation.Ablation;
import org.fpn4j.experiments.ablation.AblationExperiment;
import org.fpn4j.experiments.report.ConsoleTable;
import org.fpn4j.training.loop.TrainingStopped;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn ablate}. */
@Command(
        name = "ablate",
        description =
                "Runs every cell (variant x seed) that is not finished yet, prints the table and writes a report.")
final class AblateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "An ablation, as configs/quickstart.yaml.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go; default runs/NAME.")
    private Path out;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Ablation ablation = Ablation.load(file, sets.list());
        Path directory = out != null ? out : Path.of("runs", ablation.name());
        Interruption.goOnWith(Invocation.text());
        AblationExperiment.Outcome outcome;
        try {
            outcome = AblationExperiment.run(ablation, directory, Interruption.caller());
        } catch (TrainingStopped e) {
            Interruption.tell(e);
            return Interruption.EXIT_CODE;
        }
        Console.results().println(ConsoleTable.render(outcome.table()));
        outcome.files().forEach(Console.results()::println);
        if (outcome.failed() > 0) {
            Console.log().println(outcome.failed() + " of " + ablation.cells().size() + " cells failed.");
            return outcome.ours() ? ExitCode.SOFTWARE : ExitCode.USAGE;
        }
        return ExitCode.OK;
    }
}
