package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.fpn4j.experiments.ChildJvm;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.LockHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that run the cells of one ablation. */
class SharedAblationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private Path file;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        TinyExperiment.write(directory);
        out = directory.resolve("out");
        file = Files.writeString(
                directory.resolve("study.yaml"),
                """
                base: small.yaml
                axes: {neck.out_channels: [8, 16, 24]}
                """);
    }

    @Test
    void twoAblationsAtTheSameTimeTrainEveryCellOnce() throws Exception {
        try (ChildJvm other = ChildJvm.start(directory.resolve("printed"), Main.class, "ablate", file, "--out", out)) {
            other.await(() -> Files.exists(out.resolve("8-0/lock")));

            CommandRun own = CommandRun.of("ablate", file, "--out", out);

            assertThat(own.code()).as(own.log()).isZero();
            assertThat(other.exitCode()).as(other.printed()).isZero();
            assertThat(Pattern.compile(" s of training, ")
                            .matcher(own.log() + other.printed())
                            .results())
                    .hasSize(3);
        }
        JsonNode results = JSON.readTree(out.resolve("results.json").toFile());
        assertThat(results.findValuesAsText("weights_sha256")).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aCellThatIsHeldComesLastAndIsTakenOverFromTheDead() throws Exception {
        try (ChildJvm holder = ChildJvm.start(directory.resolve("printed"), LockHolder.class, out.resolve("8-0"))) {
            holder.await(() -> holder.printed().contains("held"));

            CompletableFuture<CommandRun> ablation =
                    CompletableFuture.supplyAsync(() -> CommandRun.of("ablate", file, "--out", out));
            holder.await(() -> Files.exists(out.resolve("24-0/result.json")));
            assertThat(out.resolve("8-0/result.json")).doesNotExist();
            Thread.sleep(1500); // and it goes on waiting
            assertThat(ablation).isNotDone();
            holder.kill();

            CommandRun run = ablation.get();
            assertThat(run.code()).as(run.log()).isZero();
            assertThat(run.log())
                    .containsOnlyOnce("8, seed 0: is being trained by process " + holder.pid() + " on ")
                    .contains("./fpn train elsewhere.yaml; its result is waited for after the other cells\n");
            assertThat(out.resolve("8-0/result.json")).exists();
        }
    }
}
