package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Runs a program's commands. Exit codes: 0 done; 2 the user's input is wrong, with all problems listed; 1 our fault, with
 * a stack trace; 130 interrupted.
 *
 * @param top the object of the program's own command, which names the others
 */
record Program(Object top) {
    /** Runs a command and exits with its code. */
    void runAndExit(String... arguments) {
        // nothing here is intercepted, and what Guice would prepare for that is warned of by JDK 24 and newer
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Console.capture();
        Interruption.listen();
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code. */
    int run(String... arguments) {
        CommandLine line = commandLine();
        Invocation.remember(line.getCommandName(), arguments);
        int code = line.execute(arguments);
        return Console.results().failure().map(failure -> cut(failure, code)).orElse(code);
    }

    CommandLine commandLine() {
        return new CommandLine(top)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a file may be called @home
                .registerConverter(Path.class, Program::path)
                .setOut(new PrintWriter(Console.results(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(Program::execute)
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
