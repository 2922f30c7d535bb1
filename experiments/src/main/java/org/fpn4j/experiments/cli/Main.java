package org.fpn4j.experiments.cli;

import java.nio.file.InvalidPathException;
import org.fpn4j.core.problem.Problem;
import org.fpn4j.core.problem.UserInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry point. Exit codes: 0 done; 2 the user's input is wrong, with all problems listed; 1 our fault, with a stack
 * trace; 130 interrupted.
 */
@Command(
        name = "fpn",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Feature pyramids for object detection: which neck to use, and whether it matters.",
        subcommands = {
            AblateCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            ScoreCommand.class,
            PredictCommand.class,
            CostCommand.class,
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
            DoctorCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        // nothing here is intercepted, and what Guice would prepare for that is warned of by JDK 24 and newer
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Console.capture();
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    public static int run(String... arguments) {
        Invocation.remember(arguments);
        CommandLine line = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new java.io.PrintWriter(Console.results(), true, java.nio.charset.StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((exception, command, parsed) -> explain(exception));
        return line.execute(arguments);
    }

    private static int explain(Exception exception) {
        if (exception instanceof InvalidPathException path) {
            return explain(noPath(path, System.getProperty("sun.jnu.encoding")));
        }
        if (exception instanceof UserInputException wrong) {
            for (Problem problem : wrong.problems()) {
                Console.log().println(problem);
            }
            int count = wrong.problems().size();
            Console.log().println(count == 1 ? "1 problem." : count + " problems.");
            return CommandLine.ExitCode.USAGE;
        }
        exception.printStackTrace(Console.log());
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Java encodes the names of files as the locale says, and in ASCII there is no umlaut. */
    static UserInputException noPath(InvalidPathException exception, String encoding) {
        String[] hints = encoding.equals("UTF-8")
                ? new String[0]
                : new String[] {
                    "the locale says that names are in [" + encoding + "]; LC_ALL=C.UTF-8 allows every letter"
                };
        return new UserInputException(exception.getInput(), "is no path: " + exception.getReason(), hints);
    }
}
