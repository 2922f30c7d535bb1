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

class FoldsCommandTest {
    private static final String RATES = "base: small.yaml\naxes: {training.ema_decay: [0, 0.5]}\n";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeBase() {
        TinyExperiment.write(directory);
        file = directory.resolve("rates.yaml");
    }

    @Test
    void moreFoldsThanImagesAreRefusedWhereTheyAreWritten() throws IOException {
        Files.writeString(file, RATES + "folds: 9\n");

        CommandRun run = CommandRun.of("ablate", file, "--out", directory.resolve("out"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains(file + ":3:1: folds[9] are more than the images[8] of data set[synthetic");
    }

    @Test
    void verdictsGoByFoldsAndSayWhatIsCovered() throws IOException {
        Files.writeString(file, RATES + "config: {training: {epochs: 1}}\nseeds: [0, 1]\nfolds: 2\n");
        Path out = directory.resolve("out");

        CommandRun run = CommandRun.of("ablate", file, "--out", out);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains("(paired by fold, 2 folds; interval 95 %)")
                .contains("Folds: each image of the training split is validated once")
                .contains("Means and deviations are over runs, 2 folds of each seed.");
        JsonNode results =
                new ObjectMapper().readTree(out.resolve("results.json").toFile());
        assertThat(results.get("folds").asInt()).isEqualTo(2);
        assertThat(results.findValuesAsText("fold")).containsExactly("0", "0", "1", "1", "0", "0", "1", "1");
        assertThat(results.at("/variants/0/n").asInt()).isEqualTo(4);
        assertThat(results.at("/comparison/comparisons/0/folds").asInt()).isEqualTo(2);
        assertThat(out.resolve("results.csv")).content().startsWith("training.ema_decay,seed,fold,status,");
        assertThat(out.resolve("comparisons.csv")).content().contains(",folds\n");
        assertThat(run.log()).contains("synthetic radiographs train without fold 1 of 2: 4 images");

        CommandRun again = CommandRun.of("ablate", file, "--out", out);
        assertThat(again.log().lines().filter(line -> line.contains(": finished before, ")))
                .hasSize(8);
        CommandRun eval = CommandRun.of("eval", out.resolve("0-fold1-0"), "--json", "-");
        assertThat(new ObjectMapper().readTree(eval.results()).get("AP")).isEqualTo(results.at("/cells/2/metrics/AP"));
    }

    /** With folds a seed is none: the intervals of effects and the blocks of an analysis of variance would be those of seeds. */
    @Test
    void effectsOfTwoAxesOnEachOtherAreLeftOutAndThatIsSaid() throws IOException {
        Files.writeString(
                file,
                """
                base: small.yaml
                config: {training: {epochs: 1}}
                axes: {training.ema_decay: [0, 0.5], training.clip_norm: [0, 1]}
                folds: 2
                """);

        CommandRun run = CommandRun.of("ablate", file, "--out", directory.resolve("out"));

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(run.results())
                .contains("What two axes do to each other is not computed of folds, which share images.")
                .doesNotContain("nteraction");
    }
}
