package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ablation where kernels have two devices. */
class AblateOnDevicesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private ExtraLibrary cards;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        cards = ExtraLibrary.of(TwoCards.class, directory);
        TwoCards.DEVICES.clear();
        TinyExperiment.write(directory);
        file = Files.writeString(
                directory.resolve("study.yaml"),
                """
                base: small.yaml
                config: {training: {epochs: 1}, execution: {kernels: cards}}
                axes: {training.ema_decay: [0, 0.5]}
                """);
    }

    @AfterEach
    void end() {
        cards.close();
    }

    private CommandRun ablate(Path out, String... sets) {
        List<Object> arguments = new ArrayList<>(List.of("ablate", file, "--out", out));
        for (String set : sets) {
            arguments.addAll(List.of("--set", set));
        }
        return CommandRun.of(arguments.toArray());
    }

    private static List<String> weights(Path out) throws IOException {
        return JSON.readTree(out.resolve("results.json").toFile()).findValuesAsText("weights_sha256");
    }

    @Test
    void cellsAreGivenToAllDevices() throws IOException {
        Path out = directory.resolve("out");

        CommandRun run = ablate(out);

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(TwoCards.DEVICES).contains(0, 1);
        assertThat(run.log()).contains(", seed 0: on device 0", ", seed 0: on device 1");
        List<Integer> devices = new ArrayList<>();
        for (String cell : List.of("0-0", "0.5-0")) {
            devices.add(JSON.readTree(out.resolve(cell + "/provenance.json").toFile())
                    .get("device")
                    .asInt());
            assertThat(out.resolve(cell + "/config.yaml")).content().contains("device: 0"); // as it was written
        }
        assertThat(devices).containsExactlyInAnyOrder(0, 1);
        CommandRun alone = ablate(directory.resolve("alone"), "execution.kernels=nd4j");
        assertThat(alone.code()).as(alone.log()).isZero();
        assertThat(weights(out)).hasSize(2).isEqualTo(weights(directory.resolve("alone")));
    }

    @Test
    void cellsThatNameADeviceAreComputedThere() throws IOException {
        CommandRun run = ablate(directory.resolve("out"), "execution.device=1");

        assertThat(run.code()).as(run.log()).isZero();
        assertThat(TwoCards.DEVICES).isNotEmpty().containsOnly(1);
        assertThat(run.log()).doesNotContain("on device");
    }

    @Test
    void aCellIsTheSameOnEveryDevice() {
        Path out = directory.resolve("out");
        ablate(out);

        CommandRun again = ablate(out, "execution.device=0");

        assertThat(again.log().lines().filter(line -> line.contains(": finished before, ")))
                .hasSize(2);
    }

    @Test
    void cellsWithOtherNumbersOfThreadsAreRefused() throws IOException {
        Files.writeString(
                file,
                """
                base: small.yaml
                config: {execution: {kernels: cards}}
                axes: {execution.threads: [1, 2]}
                """);

        CommandRun run = ablate(directory.resolve("out"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("execution: threads[1, 2] of different cells cannot be kept apart by several devices of one "
                        + "process\n    execution.threads=1 gives all cells the same number\n");
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        CommandRun run = ablate(directory.resolve("out"), "execution.device=2");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.log())
                .contains("execution: device[2] is not there: kernels[cards] find 2 devices\n    must be 0 to 1");
    }

    @Test
    void whatIsAskedOfKernelsIsAPartOfTheRunAndTheDeviceIsNot() {
        String[] usual = {"execution.kernels=cards"};
        String[] asked = {"execution.kernels=cards", "execution.tf32=true", "execution.device=1"};

        assertThat(new RunKeys()
                        .of(TinyExperiment.load(directory, usual), "data")
                        .differences(new RunKeys().of(TinyExperiment.load(directory, asked), "data")))
                .containsExactly("kernels[cards] and [cards, tf32: true]");
    }
}
