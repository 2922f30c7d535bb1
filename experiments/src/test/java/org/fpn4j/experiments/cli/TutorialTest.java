package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.experiments.cli.Documents.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial is walked from its first command to its last, with fewer and smaller pictures and a shorter training. */
class TutorialTest {
    private static final String NAME = "docs/tutorial.md";
    private static final String SHORT = "training: {epochs: 1, warmup_steps: 0}\ninput: {height: 64, width: 64}\n";

    @TempDir
    private Path directory;

    private static List<Block> blocks(String language) {
        return Documents.blocks().stream()
                .filter(block ->
                        block.document().equals(NAME) && block.language().equals(language))
                .toList();
    }

    private static List<String> commands() {
        return blocks("").stream()
                .map(block -> block.text().strip())
                .filter(text -> text.startsWith("./fpn "))
                .toList();
    }

    @Test
    void fiveCommandsLeadToAVerdict() throws IOException {
        Files.createSymbolicLink(directory.resolve("configs"), Documents.ROOT.resolve("configs"));
        List<Block> files = blocks("yaml");
        Files.writeString(
                directory.resolve("study.yaml"),
                files.get(0).text().replace("root: study", "root: '" + directory.resolve("study") + "'") + SHORT);
        Files.writeString(
                directory.resolve("necks.yaml"),
                files.get(1).text().replace("seeds: [0, 1, 2, 3, 4]", "seeds: [0, 1]"));
        List<String> commands = commands();
        assertThat(commands).hasSize(1 + 5);

        List<CommandRun> runs = new ArrayList<>();
        for (String command : commands) {
            CommandRun run = CommandRun.of(arguments(command));
            assertThat(run.code()).as(command + "\n" + run.log()).isZero();
            runs.add(run);
        }

        assertThat(directory.resolve("study.html")).isNotEmptyFile();
        assertThat(runs.get(2).results()).contains("Lung Opacity").contains("P2");
        assertThat(directory.resolve("runs/study-0/report.html")).isNotEmptyFile();
        try (Stream<Path> found = Files.list(directory.resolve("found"))) {
            assertThat(found)
                    .allMatch(file -> file.toString().endsWith(".boxes.png"))
                    .isNotEmpty();
        }
        assertThat(runs.get(5).results()).contains("AP against fpn (paired by seed, 2 seeds");
        assertThat(directory.resolve("runs/study_necks/report.html")).isNotEmptyFile();
    }

    /** Of a command whose files lie in the test's folder. */
    private Object[] arguments(String command) {
        List<Object> arguments = new ArrayList<>();
        for (String word : command.substring("./fpn ".length()).split(" ")) {
            boolean isFile = word.matches("(study|necks|found|runs)\\b.*");
            arguments.add(isFile ? directory.resolve(word).toString() : smaller(word));
        }
        switch (arguments.get(0).toString()) {
            case "make-data" -> arguments.addAll(List.of("--set", "height=64", "--set", "width=64"));
            case "train" -> arguments.addAll(List.of("--out", directory.resolve("runs/study-0")));
            case "ablate" -> arguments.addAll(List.of("--out", directory.resolve("runs/study_necks")));
            default -> {}
        }
        return arguments.toArray();
    }

    private static String smaller(String word) {
        return word.replace("_images=300", "_images=24").replace("_images=30", "_images=4");
    }
}
