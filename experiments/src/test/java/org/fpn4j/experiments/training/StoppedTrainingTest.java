package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.fpn4j.training.loop.TrainingStopped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedTrainingTest {
    /**
     * Four steps, with an evaluation after the second and the fourth, and no checkpoint but those of a stop; the neck has
     * weights whose shares are logged. Somebody looks on.
     */
    private static final String[] SETS = {
        "training.checkpoint_seconds=1000",
        "training.ema_decay=0.9",
        "neck={type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 5, norm: {type: group_norm, groups: 4}}",
        "trackers=[{type: tensorboard}]"
    };

    @TempDir
    private Path directory;

    private RunDirectory run(String name) {
        return new RunDirectory(directory.resolve(name));
    }

    private TrainingRun trainer(String name, TrainingListener progress, StopRequest stop) {
        Experiment experiment = TinyExperiment.load(directory, SETS);
        return TinyExperiment.run(experiment, run(name), progress, stop);
    }

    /** Asks at a step, and at the evaluation after it where that is wanted. */
    private record Asking(StopRequest stop, long step, boolean evaluation) implements TrainingListener {
        @Override
        public void stepped(TrainingStep made) {
            if (made.step() == step && !evaluation) {
                stop.ask();
            }
        }

        @Override
        public void evaluated(TrainingEvaluation made) {
            if (made.step() == step && evaluation) {
                stop.ask();
            }
        }
    }

    private void stop(String name, long step, boolean evaluation) {
        StopRequest stop = new StopRequest();
        TrainingRun trainer = trainer(name, new Asking(stop, step, evaluation), stop);

        assertThatThrownBy(() -> trainer.run())
                .isInstanceOf(TrainingStopped.class)
                .hasMessage("stopped after step " + step);
        assertThat(run(name).checkpoints().resolve("step-0000000" + step + ".json"))
                .exists();
        assertThat(RunLock.holder(run(name))).isEmpty();
    }

    @Test
    void aTrainingThatIsStoppedAnywhereEndsAsOneThatWasNot() throws IOException {
        String whole = trainer("whole", TrainingListener.SILENT, new StopRequest())
                .run()
                .weightsSha256();

        stop("stopped", 1, false);
        stop("stopped", 2, false); // before the evaluation
        stop("stopped", 2, true); // after it
        stop("stopped", 3, false);
        stop("stopped", 4, false); // every step is done, and not evaluated
        String resumed = trainer("stopped", TrainingListener.SILENT, new StopRequest())
                .run()
                .weightsSha256();

        assertThat(resumed).isEqualTo(whole);
        assertThat(run("stopped").metrics())
                .hasSameTextualContentAs(run("whole").metrics());
        List<String> shown = shown("stopped");
        assertThat(shown).hasSize(6); // a file for each time that it went on
        assertThat(shown.get(0)).contains("fusion/neck.", "train/loss", "session_start_info");
        assertThat(shown.get(1)).doesNotContain("session_start_info", "val/AP");
        assertThat(shown.get(5)).contains("val/AP", "final/AP", "session_end_info");
        assertThat(shown.subList(0, 5)).noneMatch(file -> file.contains("session_end_info"));
    }

    /** What TensorBoard is shown of a run, file by file. */
    private List<String> shown(String name) throws IOException {
        List<String> shown = new ArrayList<>();
        try (Stream<Path> files = Files.list(run(name).path().resolve("tensorboard"))) {
            for (Path file : files.sorted().toList()) {
                shown.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return shown;
    }

    @Test
    void onceAskedNoTrainingBegins() {
        StopRequest stop = new StopRequest();

        assertThat(stop.ask()).isFalse(); // nobody is there to hear it

        assertThatThrownBy(() -> trainer("run", TrainingListener.SILENT, stop).run())
                .isInstanceOf(TrainingStopped.class)
                .hasMessage("stopped before the first step");
        assertThat(run("run").checkpoints()).doesNotExist();
    }

    @Test
    void aDirectoryInWhichSomebodyTrainsIsRefusedWithItsHolder() throws IOException {
        RunLock lock = RunLock.tryAcquire(run("run"), "./fpn ablate other.yaml").orElseThrow();
        TrainingRun trainer = trainer("run", TrainingListener.SILENT, new StopRequest());

        assertThatThrownBy(() -> trainer.run())
                .isInstanceOf(UserInputException.class)
                .hasMessageStartingWith(run("run").path() + ": is being trained by process "
                        + ProcessHandle.current().pid() + " on ")
                .hasMessageEndingWith(", ./fpn ablate other.yaml\n    wait for it, or choose another --out");
        assertThat(run("run").path().toFile().list()).containsExactlyInAnyOrder("lock", "claim-000001");
        lock.close();
        assertThat(trainer.run().steps()).isEqualTo(4);
        assertThat(Files.size(run("run").path().resolve("lock"))).isZero();
    }
}
