package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * The entry point. Exit codes: 0 done; 2 the user's input is wrong, with all problems listed; 1 our fault, with a stack
 * trace; 130 interrupted.
 */
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
    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        // nothing here is intercepted, and what Guice would prepare for that is warned of by JDK 24 and newer
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Console.capture();
        Interruption.listen();
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    public static int run(String... arguments) {
        Invocation.remember(arguments);
        int code = commandLine().execute(arguments);
        return Console.results().failure().map(failure -> cut(failure, code)).orElse(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a file may be called @home
                .registerConverter(Path.class, Main::path)
                .setOut(new PrintWriter(Console.results(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler((exception, command, parsed) -> explain(exception));
    }

    private static int execute(ParseResult parsed) {
        try {
            Overwriting.refuse(parsed);
        } catch (UserInputException e) {
            return explain(e);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Of an empty text Java makes the current directory, which nobody means. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new CommandLine.TypeConversionException("an empty text names no file");
        }
        return Path.of(text);
    }

    /** Who reads only the first lines closes the pipe, and knows it; everybody else must be told. */
    private static int cut(IOException failure, int code) {
        String reason = String.valueOf(failure.getMessage());
        if (reason.toLowerCase(Locale.ROOT).contains("pipe")) {
            return code;
        }
        return explain(new UserInputException("standard output", "cannot be written: " + reason));
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
