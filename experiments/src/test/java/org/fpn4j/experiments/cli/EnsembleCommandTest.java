package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static Path first;
    private static Path second;

    @BeforeAll
    static void train() {
        TinyExperiment.write(directory);
        first = trained("first", "seed=0");
        second = trained("second", "seed=1");
    }

    private static Path trained(String name, String set) {
        Path out = directory.resolve(name);
        CommandRun run = CommandRun.of(
                "train",
                directory.resolve("small.yaml"),
                "--set",
                set,
                "--set",
                "head.postprocess.score_threshold=0.001",
                "--out",
                out);
        assertThat(run.code()).as(run.log()).isZero();
        return out;
    }

    private static JsonNode evaluated(Path run) throws IOException {
        CommandRun evaluated = CommandRun.of("eval", run, "--json", "-");
        assertThat(evaluated.code()).as(evaluated.log()).isZero();
        return JSON.readTree(evaluated.results());
    }

    @Test
    void runsAreScoredEachAndTogether() throws IOException {
        Path found = directory.resolve("fused.json");

        CommandRun run = CommandRun.of("ensemble", first, second, "--detections", found, "--json", "-");

        assertThat(run.code()).as(run.log()).isZero();
        JsonNode result = JSON.readTree(run.results());
        assertThat(result.at("/runs")).hasSize(2);
        assertThat(result.at("/runs/0/run").asText()).isEqualTo(first.toString());
        assertThat(result.at("/runs/0/metrics/AP")).isEqualTo(evaluated(first).get("AP"));
        assertThat(result.at("/runs/1/metrics/AP")).isEqualTo(evaluated(second).get("AP"));
        assertThat(result.get("AP").isNumber()).isTrue();
        assertThat(JSON.readTree(found.toFile()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.get("score").asDouble()).isBetween(0.0, 1.0));
    }

    @Test
    void aRunWithAllTheWeightIsAlone() throws IOException {
        Path alone = directory.resolve("alone.json");
        Path weighted = directory.resolve("weighted.json");

        CommandRun.of("ensemble", first, second, "--run-weights", "1,0", "--detections", weighted);
        CommandRun run = CommandRun.of("ensemble", first, first, "--detections", alone);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results()).contains("together").contains("AP50");
        JsonNode one = JSON.readTree(weighted.toFile());
        JsonNode twice = JSON.readTree(alone.toFile());
        assertThat(one).hasSameSizeAs(twice); // a run beside itself says nothing new
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.at("/" + i + "/score").asDouble())
                    .isCloseTo(twice.at("/" + i + "/score").asDouble(), within(1e-9));
        }
    }

    @Test
    void allThatIsWrongIsSaidBeforeARunIsOpened() {
        CommandRun run = CommandRun.of(
                "ensemble", "runs/none", "--run-weights", "1,-2", "--overlap", "1.5", "--least-score", "-1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("ensemble: names runs[1]", "expected two or more")
                .contains("--run-weights: has weights[2] for runs[1]")
                .contains("--run-weights: weights[1.0, -2.0] must be 0 or more")
                .contains("--overlap 1.5: overlap[1.5] must lie in [0, 1]")
                .contains("--least-score -1.0: least-score[-1.0] must lie in [0, 1]")
                .contains("5 problems.");
    }

    @Test
    void runsOnOtherImagesAreRefused() {
        Path other = trained("other", "data.val_images=5");

        CommandRun run = CommandRun.of("ensemble", first, other);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains(other + ": was evaluated on other images or objects than " + first)
                .contains("only runs on the same validation set can be one");
    }
}
