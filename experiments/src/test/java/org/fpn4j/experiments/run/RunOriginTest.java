package org.fpn4j.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOriginTest {
    private static RunOrigin of(Path folder, String provenance) throws IOException {
        Files.writeString(folder.resolve("provenance.json"), provenance.replace('\'', '"'));
        return new RunDirectory(folder).origin();
    }

    @Test
    void aRunSaysItsCommitAndMachine(@TempDir Path folder) throws IOException {
        assertThat(of(folder, "{'git_commit': '4f1e0a2b', 'machine': 'two cores'}"))
                .isEqualTo(new RunOrigin("4f1e0a2b", "two cores"));
    }

    @Test
    void changesAfterTheCommitAreTold(@TempDir Path folder) throws IOException {
        assertThat(of(folder, "{'git_commit': '4f1e0a2b-dirty', 'machine': 'm'}")
                        .commit())
                .isEqualTo("4f1e0a2b, with changes that were not committed");
    }

    @Test
    void whatARunDoesNotSayIsUnknown(@TempDir Path folder) throws IOException {
        assertThat(new RunDirectory(folder).origin()).isEqualTo(new RunOrigin("unknown", "unknown"));
        assertThat(of(folder, "{}")).isEqualTo(new RunOrigin("unknown", "unknown"));
    }

    @Test
    void severalOriginsAreCounted() {
        assertThat(RunOrigin.counted(List.of("a", "b", "a"))).containsExactly("a (2 runs)", "b (1 run)");
        assertThat(RunOrigin.counted(List.of("a", "a"))).containsExactly("a");
        assertThat(RunOrigin.counted(List.of())).isEmpty();
    }

    @Test
    void aRunThatIsTrainedAgainLosesItsReport(@TempDir Path folder) throws IOException {
        RunDirectory directory = new RunDirectory(folder);
        Files.writeString(directory.report(), "of other weights");

        directory.unfinish();

        assertThat(directory.report()).doesNotExist();
    }
}
