package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.evaluation.statistics.Factorial;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossedAxesTest {
    @TempDir
    private Path directory;

    @Test
    void twoAxesAreADesignWhoseAmountsComeSecond() {
        String file = "axes: {input.height: [96, 64], neck.type: [fpn, panet]}\nbaseline: 64, panet\n";

        Factorial design = axes(file).design().orElseThrow();

        assertThat(design.topic().name()).isEqualTo("neck.type");
        assertThat(design.topic().baseline()).isEqualTo("panet");
        assertThat(design.moderator().levels()).containsExactly("64", "96");
        assertThat(design.variants()).containsExactly(List.of("64, fpn", "96, fpn"), List.of("64, panet", "96, panet"));
    }

    @Test
    void whereBothAxesAreAmountsTheOrderOfTheFileHolds() {
        assertThat(axes("axes: {input.height: [64, 96], training.epochs: [1, 2]}\n")
                        .design()
                        .orElseThrow()
                        .topic()
                        .name())
                .isEqualTo("input.height");
    }

    @Test
    void anAxisOfOneValueIsNone() {
        assertThat(axes("axes: {neck.type: [fpn, panet]}\n").design()).isEmpty();
        assertThat(axes("axes: {neck.type: [fpn, panet], input.height: [64]}\n").design())
                .isEmpty();
        assertThat(axes("axes: {neck.type: [fpn, panet], input.height: [64], training.epochs: [1, 2]}\n")
                        .design()
                        .orElseThrow()
                        .variants())
                .containsExactly(List.of("fpn, 64, 1", "fpn, 64, 2"), List.of("panet, 64, 1", "panet, 64, 2"));
    }

    @Test
    void ofThreeAxesItIsToldThatNothingIsComputed() {
        CrossedAxes three = axes("axes: {neck.type: [fpn, panet], input.height: [64, 96], training.epochs: [1, 2]}\n");

        assertThat(three.design()).isEmpty();
        assertThat(three.remark())
                .contains(
                        "Of 3 axes it is not computed whether the effect of one depends on others: an ablation with two"
                                + " of them tells.");
        assertThat(axes("axes: {neck.type: [fpn, panet]}\n").remark()).isEmpty();
    }

    private CrossedAxes axes(String text) {
        TinyExperiment.write(directory);
        Path file = directory.resolve("crossed.yaml");
        try {
            Files.writeString(file, "base: small.yaml\n" + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CrossedAxes(Ablation.load(file, List.of()));
    }
}
