package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWhateverItsArguments(String command) {
        CommandRun help = CommandRun.of(command, "--help");

        assertThat(help.code()).as(help.log()).isZero();
        assertThat(help.log()).isEmpty();
        assertThat(help.results()).contains("Usage: fpn " + command);
        assertThat(CommandRun.of("help", command).results()).isEqualTo(help.results());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionAndArgumentSaysWhatItIs(String command) {
        CommandLine line = Main.commandLine().getSubcommands().get(command);

        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(line.getCommandSpec().args()).allSatisfy(argument -> assertThat(argument.description())
                .as(argument.paramLabel() + " of " + command)
                .isNotEmpty());
    }

    @Test
    void helpListsAllCommands() {
        CommandRun help = CommandRun.of("help");

        assertThat(help.code()).isZero();
        assertThat(help.results()).isEqualTo(CommandRun.of("--help").results());
        commands().forEach(command -> assertThat(help.results()).contains("  " + command + " "));
    }

    @Test
    void completionIsAScriptForTheShell() {
        CommandRun completion = CommandRun.of("generate-completion");

        assertThat(completion.code()).isZero();
        assertThat(completion.results()).startsWith("#!/usr/bin/env bash").contains("--images-of", "complete -F");
    }

    @Test
    void anArgumentThatBeginsWithAnAtIsAName() {
        CommandRun run = CommandRun.of("cost", "@experiment.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).startsWith("@experiment.yaml: config file does not exist");
    }

    @Test
    void anEmptyTextIsNoFile(@TempDir Path directory) {
        Path config = TinyExperiment.write(directory);

        CommandRun json = CommandRun.of("cost", config, "--json", "");
        CommandRun out = CommandRun.of("weights", config, "--out", "");

        assertThat(json.code()).isEqualTo(2);
        assertThat(json.log()).startsWith("Invalid value for option '--json': an empty text names no file");
        assertThat(out.code()).isEqualTo(2);
        assertThat(out.log()).startsWith("Invalid value for option '--out': an empty text names no file");
    }
}
