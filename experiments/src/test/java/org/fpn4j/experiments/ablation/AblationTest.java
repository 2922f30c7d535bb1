package org.fpn4j.experiments.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeBase() {
        TinyExperiment.write(directory);
        file = directory.resolve("necks.yaml");
    }

    @Test
    void cellsAreTheProductOfTheAxesWithSeedsInnermost() {
        Ablation ablation = load(
                """
                base: small.yaml
                config: {training: {epochs: 1}}
                axes:
                  neck:
                    fpn: {neck: {type: fpn}}
                    panet: {neck: {type: panet, out_channels: 16}, input: {width: 96}}
                  input.height: [64, 96]
                seeds: [3, 1]
                """);

        assertThat(ablation.name()).isEqualTo("necks");
        assertThat(ablation.workers()).isEqualTo(1);
        assertThat(ablation.cells().stream().map(Cell::label))
                .containsExactly(
                        "fpn, 64, seed 3",
                        "fpn, 64, seed 1",
                        "fpn, 96, seed 3",
                        "fpn, 96, seed 1",
                        "panet, 64, seed 3",
                        "panet, 64, seed 1",
                        "panet, 96, seed 3",
                        "panet, 96, seed 1");
        assertThat(ablation.variants())
                .containsExactly(
                        Map.of("neck", "fpn", "input.height", "64"),
                        Map.of("neck", "fpn", "input.height", "96"),
                        Map.of("neck", "panet", "input.height", "64"),
                        Map.of("neck", "panet", "input.height", "96"));
        Cell last = ablation.cells().get(7);
        var tree = last.experiment().loaded().tree();
        assertThat(last.experiment().config().seed()).isEqualTo(1);
        assertThat(last.experiment().config().training().epochs()).isEqualTo(1);
        assertThat(last.experiment().config().input().height()).isEqualTo(96);
        assertThat(last.experiment().config().input().width()).isEqualTo(96);
        assertThat(tree.at("/neck/type").asText()).isEqualTo("panet");
        assertThat(tree.at("/neck/out_channels").asInt()).isEqualTo(16);
        Cell first = ablation.cells().get(0);
        assertThat(first.experiment().config().input().width()).isEqualTo(64);
        assertThat(first.experiment().loaded().tree().at("/neck/out_channels").asInt())
                .isEqualTo(8); // an axis that names the type it has keeps the base's values
    }

    @Test
    void aListOfBlocksIsLabelledByTheirTypes() {
        Ablation ablation = load(
                """
                name: optimizers
                base: small.yaml
                axes:
                  training.optimizer: [{type: sgd}, {type: adamw, learning_rate: 0.002}]
                """);
        assertThat(ablation.name()).isEqualTo("optimizers");
        assertThat(ablation.seeds()).containsExactly(0L);
        assertThat(ablation.cells().stream().map(Cell::label))
                .containsExactly("sgd, seed 0", "{\"type\":\"adamw\",\"learning_rate\":0.002}, seed 0");
    }

    @Test
    void setsOfTheAblationAreItsOwnAndOthersGoToEveryCell() {
        Ablation ablation = load(
                """
                base: small.yaml
                axes: {neck.type: [fpn, panet]}
                seeds: [0, 1]
                """,
                "seeds=[7]",
                "workers=2",
                "name=other",
                "training.epochs=9");
        assertThat(ablation.name()).isEqualTo("other");
        assertThat(ablation.workers()).isEqualTo(2);
        assertThat(ablation.seeds()).containsExactly(7L);
        assertThat(ablation.cells()).hasSize(2).allSatisfy(cell -> assertThat(
                        cell.experiment().config().training().epochs())
                .isEqualTo(9));
    }

    /** Read as all others are, so that what is wrong with them is told in the same words. */
    @Test
    void aSetOfTheAblationThatIsWrongIsNamedAsItWasWritten() {
        String file = "base: small.yaml\naxes: {neck.type: [fpn, panet]}\n";

        assertThatThrownBy(() -> load(file, "seeds=7", "workers=0"))
                .hasMessage("--set seeds=7: ablation seeds[7] must be a list of different integers, such as [0, 1, 2]\n"
                        + "--set workers=0: ablation workers[0] must be an integer between 1 and 256");
        assertThatThrownBy(() -> load(file, "workers", "name="))
                .hasMessageContainingAll("--set workers: has no [=]", "--set name=: has no value after [=]");
        assertThat(load(file, "seeds=[7]", " seeds = [8] ").seeds()).containsExactly(8L);
    }

    @Test
    void everythingWrongInTheFileIsSaidAtOnce() {
        refused(
                """
                name: [necks]
                bse: small.yaml
                axes: {}
                seeds: [0, 0]
                workers: 0
                config: 3
                """,
                """
                FILE:2:1: unknown key [bse] in ablation
                    known keys: axes, base, baseline, compare, config, decide_by, folds, looks, margin, match, name, seeds, workers
                    changes for all cells belong under [config]
                FILE:1:1: ablation name[["necks"]] must be text
                FILE:4:1: ablation seeds[[0,0]] must be a list of different integers, such as [0, 1, 2]
                FILE:5:1: ablation workers[0] must be an integer between 1 and 256
                FILE:3:1: ablation needs [axes], of which at least one
                FILE:6:1: ablation config[3] must be a map
                FILE: ablation needs [base], the experiment that every cell starts from""");
    }

    @Test
    void wrongAxesAreSaidAtTheirPlaces() {
        refused(
                """
                base: small.yaml
                axes:
                  neck: {fpn: 3, panet: {neck: {type: panet}}}
                  input.height: 64
                  input.width: []
                  head: {a: 1}
                  neck type: [fpn]
                """,
                """
                FILE:3:10: axis[neck] value[fpn] must be a map of what it changes in the config
                    or write the axis as a list of values for a config path: neck: [a, b]
                FILE:4:3: axis[input.height] must be a list of values for that config path, or a map of labels to changes
                FILE:5:3: axis[input.width] must be a list of values for that config path, or a map of labels to changes
                FILE:6:10: axis[head] value[a] must be a map of what it changes in the config
                    or write the axis as a list of values for a config path: head: [a, b]
                FILE:7:3: axis[neck type] is not a config path
                    a list of values needs one, as neck.type; an axis of another name is a map of labels to changes""");
    }

    @Test
    void moreCellsThanAnybodyTrainsAreRefusedBeforeTheyAreRead() {
        String values = IntStream.range(64, 174).mapToObj(String::valueOf).collect(Collectors.joining(", "));

        refused(
                "base: small.yaml\naxes: {input.height: [" + values + "], input.width: [" + values + "]}",
                "FILE: ablation has 12100 cells; at most 10000 are possible");
    }

    @Test
    void problemsOfCellsAreSaidOnceEach() {
        refused(
                """
                base: small.yaml
                axes:
                  input.height: [64, 16]
                  neck.repeats: [1]
                seeds: [0, 1]
                """,
                """
                FILE:4:18: unknown key [repeats] in neck[fpn]
                    known keys: activation, fuse, inputs, lateral, max_level, min_level, norm, out_channels, outputs, top_down
                FILE:3:22: input height[16] must be between 32 and 8192""");
    }

    @Test
    void variantsWithTheSameConfigAreRefused() {
        refused(
                """
                base: small.yaml
                axes: {neck.out_channels: [8, 16]}
                """,
                """
                BASE: variants{neck.out_channels=8} and {neck.out_channels=16} with seed[0] have the same config
                    a --set may have overridden what an axis decides""",
                "neck.out_channels=16");
    }

    @Test
    void aMissingBaseFileIsNamed() {
        refused(
                """
                base: missing.yaml
                axes: {neck.type: [fpn]}
                """,
                "DIR/missing.yaml: config file does not exist");
    }

    private void refused(String yaml, String expected, String... sets) {
        assertThatThrownBy(() -> load(yaml, sets))
                .isInstanceOf(UserInputException.class)
                .extracting(e -> e.getMessage()
                        .replace(file.toString(), "FILE")
                        .replace(directory.resolve("small.yaml").toString(), "BASE")
                        .replace(directory.toString(), "DIR"))
                .isEqualTo(expected);
    }

    private Ablation load(String yaml, String... sets) {
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Ablation.load(file, List.of(sets));
    }
}
