package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Writing;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.ablation.Ablation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told in cases that no other test comes by. */
class RareMessagesTest {
    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void writeConfig() {
        config = TinyExperiment.write(directory);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void anAblationIsAMap() throws IOException {
        Path list = file("list.yaml", "[1, 2]\n");

        assertThatThrownBy(() -> Ablation.load(list, List.of()))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("an ablation must be a map of keys");
    }

    @Test
    void anExperimentIsNoAblation() {
        assertThatThrownBy(() -> Ablation.load(config, List.of()))
                .hasMessageContaining("ablation needs [axes]; this file has the keys of an experiment")
                .hasMessageContaining("./fpn train runs it, and an ablation names it as its [base]");
    }

    @Test
    void anAxisHasAValueOnce() throws IOException {
        Path twice = file("twice.yaml", "base: small.yaml\naxes: {neck.type: [fpn, fpn]}\n");

        assertThatThrownBy(() -> Ablation.load(twice, List.of()))
                .hasMessageContaining("axis[neck.type] has the value[fpn] twice");
    }

    @Test
    void aValueHasNoKeysBelowIt() {
        CommandRun run = CommandRun.of("config", config, "--set", "input.height.x[0]=3");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("input height[64] has no key [x]");
    }

    @Test
    void configNeedsAFileOrAsksForTheSchema() {
        CommandRun run = CommandRun.of("config");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).startsWith("config: CONFIG is missing\n    or ask for --schema\n");
    }

    @Test
    void aFolderThatLeadsIntoItselfIsRefused() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("pictures"));
        Files.createSymbolicLink(folder.resolve("again"), folder);

        CommandRun run = CommandRun.of("predict", config, "--weights", weights(), folder + "/**/*.png");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains(folder + ": folder cannot be read: ");
    }

    @Test
    void aFileThatMayNotBeWrittenIsNamed() {
        Path file = directory.resolve("x.json");

        assertThatThrownBy(() -> Writing.guarded(file, () -> {
                    throw new AccessDeniedException(file.toString());
                }))
                .hasMessage(file + ": cannot be written: permission denied");
    }

    @Test
    void aRunIsScoredOnTheClassesItWasTrainedOn() throws IOException {
        Path run = directory.resolve("run");
        Path set = directory.resolve("set");
        assertThat(CommandRun.of("train", config, "--out", run, "--set", "training.epochs=1")
                        .code())
                .isZero();
        assertThat(CommandRun.of(
                                "make-data",
                                "--out",
                                set,
                                "--set",
                                "train_images=1",
                                "--set",
                                "val_images=1",
                                "--set",
                                "test_images=1")
                        .code())
                .isZero();
        Path annotations = set.resolve("annotations/instances_val.json");
        Files.writeString(annotations, Files.readString(annotations).replace("nodule", "node"));

        CommandRun other = CommandRun.of("eval", run, "--set", "data={type: coco, root: '" + set + "'}");
        CommandRun fewer = CommandRun.of("eval", run, "--set", "head.num_classes=2");

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.log())
                .contains("differ from those of the training")
                .contains("ids, names and order of the categories must be the same");
        assertThat(fewer.code()).isEqualTo(2);
        assertThat(fewer.log()).contains("classes.json has 3 classes, and the head of config.yaml predicts 2");
    }

    @Test
    void moreScoresThanAnArrayNumbersAreRefused() {
        CommandRun run = CommandRun.of(
                "train",
                config,
                "--out",
                directory.resolve("run"),
                "--set",
                "input={height: 8192, width: 8192}",
                "--set",
                "head.num_classes=10000");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log()).contains("scores an image; at most 2147483647 can be told apart");
    }

    private Path weights() {
        Path weights = directory.resolve("w.safetensors");
        assertThat(CommandRun.of("weights", config, "--out", weights).code()).isZero();
        return weights;
    }
}
