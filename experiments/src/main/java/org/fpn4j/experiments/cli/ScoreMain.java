package org.fpn4j.experiments.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program {@code fpn-score}: the commands that judge anybody's detections and look at definitions. Its distribution has
 * no native library, no ND4J and no DL4J, so no command of it may load their classes.
 */
@Command(
        name = "fpn-score",
        scope = CommandLine.ScopeType.INHERIT, // every command has --help and --version
        mixinStandardHelpOptions = true,
        usageHelpWidth = 100,
        versionProvider = Version.class,
        description =
                "Judges the detections of any detector; and what a detector costs, and which of its levels sees what.",
        subcommands = {
            ScoreCommand.class,
            CompareCommand.class,
            LevelsCommand.class,
            CostCommand.class,
            CommandLine.HelpCommand.class,
            GenerateCompletion.class
        })
public final class ScoreMain {
    static final Program PROGRAM = new Program(new ScoreMain());

    private ScoreMain() {}

    /** Runs a command and exits with its code. */
    public static void main(String[] arguments) {
        PROGRAM.runAndExit(arguments);
    }
}
