package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ablation of two axes, from its file to its results. */
class CrossedAblationTest {
    @TempDir
    private Path directory;

    private Path out;

    @BeforeEach
    void prepare() {
        TinyExperiment.write(directory);
        out = directory.resolve("out");
    }

    @Test
    void everyResultTellsWhetherTheEffectOfOneAxisDependsOnTheOther() throws IOException {
        CommandRun run = ablate(
                """
                axes: {neck.type: [fpn, panet], neck.out_channels: [8, 16]}
                seeds: [0, 1]
                """);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains("neck.type by neck.out_channels: AP (paired by seed, 2 seeds")
                .contains("  change, 8 to 16  ")
                .contains("neck.type x neck.out_channels");
        JsonNode factorial = factorial();
        assertThat(factorial.at("/factors/0/name").asText()).isEqualTo("neck.type");
        assertThat(factorial.get("effects")).hasSize(5); // the interaction, two means, one at each width
        assertThat(factorial.get("anova")).hasSize(5);
        assertThat(factorial.at("/anova/4/df").asInt()).isEqualTo(3);
        assertThat(out.resolve("comparisons.csv")).content().contains(",interaction,8 to 16\n");
        assertThat(out.resolve("report.html"))
                .content()
                .contains("Does the effect of neck.type depend on neck.out_channels?", "<svg class=\"interaction\"");
    }

    @Test
    void cellsThatFailedLeaveWhatTheyArePartOfUnsaid() throws IOException {
        CommandRun run = ablate(
                """
                axes: {neck.type: [fpn, panet], training.optimizer.learning_rate: [0.001, 1.0e+30]}
                seeds: [0]
                """);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.results())
                .contains("1 of 1 runs of fpn, 1.0E30 failed")
                .contains("nothing to compare by AP.")
                .contains("The table of variance takes the seeds that all 4 variants have: none.");
        assertThat(factorial().get("effects")).hasSize(1);
        assertThat(factorial().get("anova")).isEmpty();
    }

    private CommandRun ablate(String axes) throws IOException {
        Path file = directory.resolve("crossed.yaml");
        Files.writeString(file, "base: small.yaml\nconfig: {training: {epochs: 1}}\n" + axes);
        return CommandRun.of("ablate", file, "--out", out);
    }

    private JsonNode factorial() throws IOException {
        return new ObjectMapper().readTree(out.resolve("results.json").toFile()).at("/comparison/factorial");
    }
}
