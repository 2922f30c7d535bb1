package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedCommandsTest {
    @TempDir
    private Path directory;

    @Test
    void everyCommandWhoseClassesAreArchivedRunsToItsEnd() {
        List<List<String>> commands = ArchivedCommands.commands(TinyExperiment.write(directory), directory);

        assertThat(commands).hasSizeGreaterThan(3).allSatisfy(command -> {
            CommandRun run = CommandRun.of(command.toArray());
            assertThat(run.code()).as(run.log()).isZero();
        });
        assertThat(directory.resolve("run/result.json")).exists();
    }

    @Test
    void soDoesEveryCommandOfScoring() {
        List<List<String>> commands = ArchivedScoring.commands(TinyExperiment.write(directory), directory);

        assertThat(commands).allSatisfy(command -> assertThat(ScoreMain.PROGRAM.run(command.toArray(new String[0])))
                .isZero());
        assertThat(commands).extracting(command -> command.get(0)).contains("score", "compare", "levels", "cost");
    }
}
