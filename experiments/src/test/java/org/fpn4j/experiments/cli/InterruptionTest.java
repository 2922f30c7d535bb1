package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fpn4j.experiments.ChildJvm;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals, which are for whole processes. */
@DisabledOnOs(OS.WINDOWS) // has none of them
class InterruptionTest {
    private static final String ENDLESS = "training.epochs=100000";

    @TempDir
    private Path directory;

    private Path run() {
        return directory.resolve("run");
    }

    private ChildJvm train(Object... more) throws IOException {
        Object[] arguments = new Object[5 + more.length];
        System.arraycopy(
                new Object[] {"train", TinyExperiment.write(directory), "--set", ENDLESS, "--out=" + run()},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return ChildJvm.start(directory.resolve("printed"), Main.class, arguments);
    }

    private static boolean hasSteps(Path run) {
        return run.resolve("metrics.jsonl").toFile().length() > 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aTrainingStopsWithACheckpointAndSaysHowToGoOn(String signal) throws Exception {
        String step;
        try (ChildJvm training = train("--set", "training.clip_norm=0")) {
            training.await(() -> hasSteps(run()));

            training.signal(signal);

            assertThat(training.exitCode()).isEqualTo(130);
            assertThat(training.printed())
                    .contains("stopping after this step, with a checkpoint; a second signal ends at once\n")
                    .endsWith("    ./fpn train " + directory.resolve("small.yaml") + " --set " + ENDLESS + " --out="
                            + run() + " --set training.clip_norm=0 --resume\n")
                    .containsPattern("stopped after step [0-9]+ with a checkpoint; this goes on with it:\n")
                    .doesNotContain("\tat ");
            step = training.printed().replaceAll("(?s).*stopped after (step [0-9]+).*", "$1");
        }
        try (ChildJvm resumed = train("--set", "training.clip_norm=0", "--resume")) {
            resumed.await(() -> resumed.printed().contains("going on from " + step + "\n"));
        }
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        // a step of seconds, in which nothing asks whether it is to stop
        try (ChildJvm training = train("--set", "training.batch_size=600")) {
            training.await(() -> hasSteps(run())); // and the second is under way

            training.signal("TERM");
            training.await(() -> training.printed().contains("stopping after this step"));
            training.signal("TERM");

            assertThat(training.exitCode()).isEqualTo(130);
            assertThat(training.printed()).doesNotContain("this goes on with it");
        }
    }

    @Test
    void whileDataAreOpenedThereIsNothingToWaitFor() throws Exception {
        try (ChildJvm training = train("--set", "data.train_images=1000000")) {
            training.await(() -> ProcessHandle.of(training.pid())
                    .flatMap(handle -> handle.info().totalCpuDuration())
                    .filter(time -> time.toMillis() > 3000) // Java is up, and a million pictures are not
                    .isPresent());

            training.signal("TERM");

            assertThat(training.exitCode()).isEqualTo(130);
            assertThat(training.printed()).contains("this goes on with it:\n    ./fpn train ");
        }
    }

    @Test
    void anAblationStopsAllOfItsCells() throws Exception {
        Path file = directory.resolve("study.yaml");
        Files.writeString(
                file,
                """
                base: small.yaml
                config: {training: {epochs: 100000}}
                axes: {neck.out_channels: [8, 16, 24]}
                workers: 2
                """);
        TinyExperiment.write(directory);
        Path out = directory.resolve("out");
        try (ChildJvm ablation =
                ChildJvm.start(directory.resolve("printed"), Main.class, "ablate", file, "--out", out)) {
            ablation.await(() -> hasSteps(out.resolve("8-0")) && hasSteps(out.resolve("16-0")));

            ablation.signal("INT");

            assertThat(ablation.exitCode()).isEqualTo(130);
            assertThat(ablation.printed())
                    .endsWith("with a checkpoint; this goes on with it:\n    ./fpn ablate " + file + " --out " + out
                            + "\n");
        }
        for (String cell : new String[] {"8-0", "16-0"}) {
            assertThat(out.resolve(cell).resolve("checkpoints").toFile().list())
                    .anyMatch(name -> name.endsWith(".json"));
        }
        assertThat(out.resolve("24-0/config.yaml")).doesNotExist();
    }
}
