package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path directory;

    @Test
    void measuresForwardAndTrainingStep() throws IOException {
        CommandRun run =
                CommandRun.of("bench", TinyExperiment.write(directory), "--repeats", 2, "--warmup", 1, "--json", "-");

        assertThat(run.code()).as(run.log()).isZero();
        JsonNode values = new ObjectMapper().readTree(run.results());
        assertThat(values.fieldNames())
                .toIterable()
                .containsExactly(
                        "batch",
                        "height",
                        "width",
                        "kernels",
                        "dtype",
                        "threads",
                        "parameters",
                        "forward_ms",
                        "train_step_ms",
                        "peak_rss_mb",
                        "first_step_s");
        assertThat(values.get("batch").asInt()).isEqualTo(4);
        assertThat(values.get("height").asInt()).isEqualTo(64);
        assertThat(values.get("width").asInt()).isEqualTo(64);
        assertThat(values.get("dtype").asText()).isEqualTo("float32");
        assertThat(values.get("threads").asInt()).isEqualTo(1);
        for (String part : new String[] {"forward_ms", "train_step_ms"}) {
            double min = values.get(part).get("min").asDouble();
            assertThat(min).as(part).isPositive();
            assertThat(values.get(part).get("median").asDouble()).as(part).isGreaterThanOrEqualTo(min);
        }
        assertThat(values.get("first_step_s").asDouble()).isPositive();
    }

    @Test
    void measuresOnePartAlone() {
        CommandRun run = CommandRun.of(
                "bench", TinyExperiment.write(directory), "--only", "forward", "--repeats", 1, "--warmup", 0);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results()).contains("input 4x3x64x64, ", "\nforward ").doesNotContain("training step");
    }

    @Test
    void refusesCountsThatMeasureNothing() {
        CommandRun run = CommandRun.of("bench", TinyExperiment.write(directory), "--repeats", 0, "--warmup", -1);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .isEqualTo(
                        """
                        --repeats: repeats[0] must be >= 1
                        --warmup: warmup[-1] must be >= 0
                        2 problems.
                        """);
    }
}
