package org.fpn4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cell's process, and the folders that it may be trained in. */
class CellAtWorkTest {
    @TempDir
    private Path folder;

    private FakeHome home;
    private Path out;

    @BeforeEach
    void makeHome() throws IOException {
        home = FakeHome.in(folder.resolve("home"));
        out = Files.createDirectory(folder.resolve("out"));
    }

    private CellAtWork cell(String order, BooleanSupplier stop) throws IOException {
        return new CellAtWork(
                new CellOrder("fpn-0", order + "\n", folder.toString()),
                new LauncherHome(home.path()),
                "here",
                Files.createDirectories(folder.resolve("scratch")),
                60,
                stop);
    }

    private CellAtWork cell(String order) throws IOException {
        return cell(order, () -> false);
    }

    private long process() throws IOException {
        return Long.parseLong(Files.readString(out.resolve("processes")).strip());
    }

    @Test
    void relativePathsStartWhereTheDriverWasStarted() throws IOException {
        cell("1 0").train(out, told -> {});

        assertThat(Path.of(Files.readString(out.resolve("folder")).strip())).isEqualTo(folder.toRealPath());
    }

    @Test
    void tellsOfEachCheckpointAndOfTheEnd() throws IOException {
        List<String> told = new ArrayList<>();

        CellOutcome outcome = cell("2 0").train(out, told::add);

        assertThat(told).containsExactly("begins", "checkpoint 1", "checkpoint 2", "finished");
        assertThat(outcome.trained()).isTrue();
        assertThat(outcome.seconds()).isBetween(0.1, 30.0);
    }

    @Test
    void whatTheUserDidWrongIsAnOutcomeWithItsWords() throws IOException {
        CellOutcome outcome = cell("0 2").train(out, line -> {});

        assertThat(outcome.trained()).isFalse();
        assertThat(outcome.ours()).isFalse();
        assertThat(outcome.words()).isEqualTo("tiny.yaml:3:1: epochs[0] is too small");
    }

    @Test
    void aProcessThatDoesNotBeginSpeaksForItsMachine() throws IOException {
        CellOutcome outcome = cell("1 refused").train(out, line -> {});

        assertThat(outcome.unfit()).isTrue();
        assertThat(outcome.words())
                .matches(
                        "fpn-0 cannot be trained on host here:\n    /.*/fpn-0.json: would be another run on this machine");
    }

    @Test
    void whoIsAskedToStopDoesItWithACheckpointThatIsTold() throws IOException {
        List<String> told = new ArrayList<>();
        CellAtWork cell = cell("1000 0", () -> told.contains("checkpoint 1"));

        assertThatThrownBy(() -> cell.train(out, told::add))
                .isInstanceOf(CellLost.class)
                .hasMessage("fpn-0 was asked to stop on here");
        assertThat(out.resolve("checkpoints/step-" + lastStep(told) + ".json")).exists();
        assertThat(out.resolve("result.json")).doesNotExist();
        assertThat(ProcessHandle.of(process())).isEmpty();
    }

    private static String lastStep(List<String> told) {
        return told.get(told.size() - 1).replace("checkpoint ", "");
    }

    @Test
    void anInterruptStopsItAndStaysSet() throws IOException {
        AtomicBoolean interrupted = new AtomicBoolean();
        CellAtWork cell = cell("1000 0", () -> false);

        assertThatThrownBy(() -> cell.train(out, line -> {
                    if (line.equals("checkpoint 1")) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(CellLost.class);
        interrupted.set(Thread.interrupted());
        assertThat(interrupted).isTrue();
        assertThat(ProcessHandle.of(process())).isEmpty();
    }

    @Test
    void whoHearsOfItAndFailsLeavesNoProcess() throws IOException {
        CellAtWork cell = cell("1000 0", () -> false);

        assertThatThrownBy(() -> cell.train(out, line -> {
                    throw new IllegalStateException("disk is full");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk is full");
        assertThat(ProcessHandle.of(process())).isEmpty();
    }

    @Test
    void aFolderThatIsNotTheDriversIsRefused() throws IOException {
        SharedFolder other = new SharedFolder(out.toString(), ".seen-by-workers-of-another");

        CellOutcome outcome = other.train(cell("1 0"));

        assertThat(outcome.unfit()).isTrue();
        assertThat(outcome.words())
                .isEqualTo(out
                        + " on host here is not the folder that the driver writes into; give a path that all machines"
                        + " see, or an address as hdfs://host/folder");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws IOException {
        SharedFolder shared = SharedFolder.marked(out);
        Files.createFile(out.resolve("fpn-0"));

        CellOutcome outcome = shared.train(cell("1 0"));

        assertThat(outcome.unfit()).isTrue();
        assertThat(outcome.words())
                .startsWith(out + "/fpn-0 cannot be written on host here by user ")
                .endsWith("FileAlreadyExistsException: " + out + "/fpn-0; let all workers write there");
    }
}
