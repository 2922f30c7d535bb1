package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.ablation.Ablation;
import org.fpn4j.experiments.ablation.AblationExperiment;
import org.fpn4j.experiments.report.ConsoleTable;
import org.fpn4j.experiments.spark.SparkSubmission;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.training.loop.TrainingStopped;
import picocli.CommandLine.ArgGroup;
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

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = ResultPlace.Converter.class,
            description =
                    "Where results go; default runs/NAME. With --spark it may be an address, as hdfs://host/folder.")
    private ResultPlace out;

    @Mixin
    private SetOptions sets;

    @ArgGroup
    private Manner manner = new Manner();

    /** How cells are run, if at all; at most one of these. */
    private static final class Manner {
        @Option(
                names = "--join",
                description = "Runs cells together with others who run the same ablation in the same directory, on"
                        + " whatever machines.")
        private boolean join;

        @Option(names = "--report", description = "Runs nothing: the results of the cells that are finished.")
        private boolean report;

        @Option(
                names = "--orders",
                paramLabel = "DIR",
                description = "Runs nothing: a file for each cell that is not finished, for ./fpn cell.")
        private Path orders;

        @Option(
                names = "--spark",
                paramLabel = "MASTER",
                description = "Runs each cell as a task of Apache Spark: spark://host:7077, yarn, k8s://..., local[2].")
        private String spark;
    }

    @Option(names = "--spark-conf", paramLabel = "KEY=VALUE", description = "A setting of Spark's, with --spark.")
    private final List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        Ablation ablation = Ablation.load(file, sets.list());
        ResultPlace place = out != null
                ? out
                : new ResultPlace(Path.of("runs", ablation.name()).toString());
        Interruption.goOnWith(Invocation.text());
        Caller caller = Interruption.caller();
        if (manner.spark == null && !settings.isEmpty()) {
            throw new UserInputException("--spark-conf", "is for --spark, which is not there");
        }
        if (manner.spark != null) {
            return onSpark(ablation, place, caller);
        }
        if (place.isAddress()) {
            throw new UserInputException("--out " + place.text(), "is an address, which --spark alone knows");
        }
        Path directory = place.path();
        if (manner.orders != null) {
            int count = AblationExperiment.order(ablation, directory, manner.orders, caller);
            Console.log().println(count + " of " + ablation.cells().size() + " cells are to be trained.");
            return ExitCode.OK;
        }
        AblationExperiment.Outcome outcome;
        try {
            if (manner.report) {
                outcome = AblationExperiment.finished(ablation, directory, caller);
            } else if (manner.join) {
                outcome = AblationExperiment.join(ablation, directory, caller);
            } else {
                outcome = AblationExperiment.run(ablation, directory, caller);
            }
        } catch (TrainingStopped e) {
            Interruption.tell(e);
            return Interruption.EXIT_CODE;
        }
        Console.results().println(ConsoleTable.render(outcome.table()));
        outcome.files().forEach(Console.results()::println);
        if (outcome.open() > 0) {
            Console.log().println(outcome.open() + " of " + ablation.cells().size() + " cells are not finished.");
        }
        if (outcome.failed() > 0) {
            Console.log().println(outcome.failed() + " of " + ablation.cells().size() + " cells failed.");
            return outcome.ours() ? ExitCode.SOFTWARE : ExitCode.USAGE;
        }
        return ExitCode.OK;
    }

    private Integer onSpark(Ablation ablation, ResultPlace place, Caller caller) {
        int threads = ablation.cells().stream()
                .mapToInt(cell -> cell.experiment().checked().threads().count())
                .max()
                .orElse(1);
        OptionalInt code = new SparkSubmission(
                        Path.of(System.getProperty("fpn.root", ".")),
                        manner.spark,
                        settings,
                        threads,
                        ablation.name(),
                        file,
                        sets.list(),
                        place.text())
                .run(System.getenv(), caller.stop());
        if (code.isEmpty()) {
            Interruption.tell("stopped, each cell with a checkpoint");
            return Interruption.EXIT_CODE;
        }
        return code.getAsInt();
    }
}
