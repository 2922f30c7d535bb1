package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.training.config.FoldConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsOfAnAblationTest {
    private static final String RATES = "base: small.yaml\naxes: {training.ema_decay: [0, 0.5]}\n";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeBase() {
        TinyExperiment.write(directory);
        file = directory.resolve("rates.yaml");
    }

    private Ablation load(String text, String... sets) throws IOException {
        return Ablation.load(Files.writeString(file, text), List.of(sets));
    }

    @Test
    void eachVariantIsTrainedWithEachSeedOnEachFold() throws IOException {
        Ablation ablation = load(RATES + "config: {fold: {seed: 7}}\nseeds: [3, 4]\nfolds: 3\n");

        assertThat(ablation.cells())
                .extracting(Cell::directoryName)
                .startsWith("0-fold0-3", "0-fold0-4", "0-fold1-3", "0-fold1-4", "0-fold2-3", "0-fold2-4", "0.5-fold0-3")
                .hasSize(12);
        assertThat(ablation.cells().get(2).label()).isEqualTo("0, fold 1, seed 3");
        assertThat(ablation.cells().get(2).experiment().config().fold()).isEqualTo(new FoldConfig(3, 1, 7));
        assertThat(ablation.cells().get(2).experiment().config().seed()).isEqualTo(3);
    }

    @Test
    void withoutTheKeyThereAreNone() throws IOException {
        Ablation ablation = load(RATES);

        assertThat(ablation.folds()).isZero();
        assertThat(ablation.cells()).extracting(Cell::directoryName).containsExactly("0-0", "0.5-0");
        assertThat(ablation.cells().get(0).experiment().config().fold().isUsed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-3", "101", "2.5", "five", "[2]"})
    void whatIsNoNumberOfFoldsIsRefused(String folds) {
        assertThatThrownBy(() -> load(RATES + "folds: " + folds + "\n"))
                .hasMessageStartingWith(file + ":3:1: ablation folds[" + folds)
                .hasMessageEndingWith(
                        "must be an integer between 2 and 100; without the key the splits are as they are");
    }

    @Test
    void looksGoBySeeds() {
        assertThatThrownBy(() -> load(RATES + "seeds: [0, 1]\nfolds: 3\nlooks: [2]\n"))
                .hasMessage(
                        file + ":5:1: ablation looks[[2]] cannot be used with [folds], whose verdicts go by folds, not"
                                + " seeds");
    }
}
