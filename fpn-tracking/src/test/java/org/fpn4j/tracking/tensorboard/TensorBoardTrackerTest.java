package org.fpn4j.tracking.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.tracking.Runs;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.Tracker.Ending;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTrackerTest {
    private static final long NOW = 1_795_797_889_250L;

    @TempDir
    private Path directory;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(directory.resolve("run/tensorboard"));
    }

    private Tracker tracker(long milliseconds) {
        return new TensorBoardTracker(Runs.in(directory, "[{type: tensorboard}]", told -> {}), () -> milliseconds);
    }

    private List<byte[]> records(int file) throws IOException {
        List<byte[]> records = new ArrayList<>();
        Path path = EventFiles.in(folder).get(file);
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(path))) {
            Optional<byte[]> next = Records.read(stream, Files.size(path));
            while (next.isPresent()) {
                records.add(next.get());
                next = Records.read(stream, Files.size(path));
            }
        }
        return records;
    }

    private static byte[] loss(long step, double value) {
        return Events.scalars(NOW / 1000.0, step, Map.of("train/loss", value));
    }

    @Test
    void aRunHasItsConfigItsStepsAndItsEnd() throws IOException {
        Tracker tracker = tracker(NOW);

        tracker.begin(0, true);
        tracker.stepped(1, Map.of("train/loss", 1.5));
        tracker.evaluated(1, Map.of("val/AP", 0.25));
        tracker.finished(1, Map.of("final/AP", 0.25));
        tracker.ended(Ending.FINISHED);

        List<byte[]> records = records(0);
        double seconds = NOW / 1000.0;
        assertThat(records).hasSize(8);
        assertThat(records.get(0)).isEqualTo(Events.version(seconds));
        assertThat(records.get(1)).isEqualTo(Events.start(seconds, 0));
        assertThat(new String(records.get(2), StandardCharsets.UTF_8)).contains("    neck:\n      type: fpn\n");
        assertThat(new String(records.get(3), StandardCharsets.UTF_8))
                .contains("neck.type")
                .doesNotContain("trackers");
        assertThat(records.subList(4, 8))
                .containsExactly(
                        loss(1, 1.5),
                        Events.scalars(seconds, 1, Map.of("val/AP", 0.25)),
                        Events.scalars(seconds, 1, Map.of("final/AP", 0.25)),
                        Events.success(seconds));
        assertThat(EventFiles.in(folder).get(0).getFileName().toString())
                .matches("events\\.out\\.tfevents\\.1795797889\\.[A-Za-z0-9-]+\\.\\d+");
    }

    @Test
    void everyEventIsThereAtOnceSoThatAKillLosesNone() throws IOException {
        Tracker tracker = tracker(NOW);
        tracker.begin(0, true);

        tracker.stepped(1, Map.of("train/loss", 1.5));

        assertThat(records(0)).last().isEqualTo(loss(1, 1.5));
    }

    @Test
    void aRunThatIsResumedBeginsAFileThatTakesBackWhatComesAgain() throws IOException {
        Tracker killed = tracker(NOW);
        killed.begin(0, true);
        killed.stepped(1, Map.of("train/loss", 1.5));
        killed.stepped(2, Map.of("train/loss", 1.25));
        Tracker resumed = tracker(NOW); // within the same second

        resumed.begin(1, false);
        resumed.stepped(2, Map.of("train/loss", 1.25));

        assertThat(EventFiles.in(folder))
                .extracting(EventFiles::seconds)
                .containsExactly(1_795_797_889L, 1_795_797_890L);
        assertThat(records(1))
                .containsExactly(Events.version(NOW / 1000.0), Events.start(NOW / 1000.0, 2), loss(2, 1.25));
    }

    /** The training of a step was shown and stays, while what was shown of its evaluation comes again. */
    @Test
    void aStepWhoseEvaluationComesAgainIsShownAgain() throws IOException {
        Tracker killed = tracker(NOW);
        killed.begin(0, true);
        killed.stepped(1, Map.of("train/loss", 1.5));
        killed.stepped(300, Map.of("train/loss", 1.25));
        killed.evaluated(300, Map.of("val/AP", 0.25));
        Tracker resumed = tracker(NOW);

        resumed.begin(300, true);

        assertThat(records(1))
                .containsExactly(Events.version(NOW / 1000.0), Events.start(NOW / 1000.0, 300), loss(300, 1.25));
    }

    @Test
    void aFileThatIsTornOrForeignIsNoObstacle() throws IOException {
        Files.write(folder.resolve("events.out.tfevents.1795797880.vm.1"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("events.out.tfevents.note"), new byte[0]);
        Tracker tracker = tracker(NOW);

        tracker.begin(300, true);

        assertThat(records(1)).containsExactly(Events.version(NOW / 1000.0), Events.start(NOW / 1000.0, 301));
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldBeforeTheFirstStep() throws IOException {
        Files.delete(folder);
        Files.writeString(folder, "a file");

        assertThatThrownBy(() -> new TensorBoard().open(Runs.in(directory, "[{type: tensorboard}]", told -> {})))
                .isInstanceOf(UserInputException.class)
                .hasMessage(folder + ": cannot be written: a file is in its place");
    }

    /** As whoever opened one that could not begin does. */
    @Test
    void whatNeverBeganEndsInPeace() {
        tracker(NOW).ended(Ending.FAILED);

        assertThat(folder).isEmptyDirectory();
    }
}
