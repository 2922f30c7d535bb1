package org.fpn4j.experiments.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code fpn}. */
@Command(
        name = "fpn",
        scope = CommandLine.ScopeType.INHERIT, // every command has --help and --version
        mixinStandardHelpOptions = true,
        usageHelpWidth = 100,
        versionProvider = Version.class,
        description = "Feature pyramids for object detection: which neck to use, and whether it matters.",
        subcommands = {
            AblateCommand.class,
            CellCommand.class,
            TrainCommand.class,
            RunsCommand.class,
            EvalCommand.class,
            SweepCommand.class,
            EnsembleCommand.class,
            ScoreCommand.class,
            CompareCommand.class,
            AuditCommand.class,
            PredictCommand.class,
            ServeCommand.class,
            CostCommand.class,
            DataCommand.class,
            LevelsCommand.class,
            ExplainCommand.class,
            BenchCommand.class,
            PlanCommand.class,
            ConfigCommand.class,
            ListCommand.class,
            HeatmapsCommand.class,
            MakeDataCommand.class,
            TraceCommand.class,
            WeightsCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ClassifyCommand.class,
            DiffCommand.class,
            DoctorCommand.class,
            CommandLine.HelpCommand.class,
            GenerateCompletion.class
        })
public final class Main {
    private static final Program PROGRAM = new Program(new Main());

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        PROGRAM.runAndExit(arguments);
    }

    /** Runs a command and returns its exit code: 0 done, 2 the user's input is wrong, 1 our fault, 130 interrupted. */
    public static int run(String... arguments) {
        return PROGRAM.run(arguments);
    }

    static CommandLine commandLine() {
        return PROGRAM.commandLine();
    }
}
