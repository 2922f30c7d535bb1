package org.fpn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cell in a file system that its process does not know. */
class RemoteFolderTest {
    @TempDir
    private Path folder;

    private FakeHome home;
    private Path there;
    private RemoteFolder remote;

    @BeforeEach
    void makeHome() throws IOException {
        home = FakeHome.in(folder.resolve("home"));
        there = folder.resolve("there/fpn-0");
        Configuration hadoop = new Configuration(false);
        hadoop.set("fs.elsewhere.impl", Elsewhere.class.getName());
        remote = RemoteFolder.of("elsewhere:" + folder.resolve("there"), hadoop);
    }

    private CellAtWork cell(String order, BooleanSupplier stop) throws IOException {
        return new CellAtWork(
                new CellOrder("fpn-0", order + "\n", ""),
                new LauncherHome(home.path()),
                "here",
                Files.createTempDirectory(folder, "scratch"),
                60,
                stop);
    }

    @Test
    void theCheckpointOfAStoppedCellIsThereForTheNext() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        CellAtWork first = cell("1000 0", () -> {
            stop.compareAndSet(false, Files.exists(there.resolve("checkpoints")));
            return stop.get();
        });

        assertThatThrownBy(() -> remote.train(first)).isInstanceOf(CellLost.class);
        CellOutcome outcome = remote.train(cell("1 0", () -> false));

        assertThat(outcome.trained()).isTrue();
        assertThat(Files.readString(there.resolve("metrics.jsonl")))
                .matches("begins at step 0\nbegins at step [1-9]\\d*\n");
        assertThat(there.resolve("checkpoints").toFile().list()).contains("final.safetensors");
    }

    @Test
    void whoIsTakenOverWritesNothingMoreAndStops() throws IOException {
        Path claim = there.resolve("claim-000001");
        CellAtWork cell = cell("1000 0", () -> {
            if (Files.exists(there.resolve("checkpoints")) && Files.exists(claim)) {
                takeOver(claim);
            }
            return false;
        });

        assertThatThrownBy(() -> remote.train(cell))
                .isInstanceOf(CellLost.class)
                .hasMessage(
                        "fpn-0 on here was taken over by somebody else after 120 s without a sign of life of this process");
        assertThat(there.resolve("claim-000002")).hasContent("of somebody else");
    }

    private void takeOver(Path claim) {
        try {
            Files.writeString(there.resolve("claim-000002"), "of somebody else");
            Files.delete(claim);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCellThatSomebodyElseTrainedIsTrained() throws IOException {
        Files.createDirectories(there);
        Files.writeString(there.resolve("result.json"), "of somebody else");

        CellOutcome outcome = remote.train(cell("1 0", () -> false));

        assertThat(outcome.trained()).isTrue();
        assertThat(there.resolve("processes")).doesNotExist();
    }

    @Test
    void whoWaitsForACellCanBeStopped() throws IOException {
        Files.createDirectories(there);
        Files.writeString(there.resolve("claim-000007"), "of somebody else");

        assertThatThrownBy(() -> remote.train(cell("1 0", () -> true)))
                .isInstanceOf(CellLost.class)
                .hasMessage("fpn-0 was asked to stop on here");
    }
}
