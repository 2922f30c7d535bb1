package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.ForeignClaim;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.experiments.training.TrainingRun.Damaged;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that was asleep wakes up, and somebody else has its run. */
class TakenOverTrainingTest {
    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();

    private RunDirectory run() {
        return new RunDirectory(directory.resolve("run"));
    }

    private TrainingListener taking() {
        return new TrainingListener() {
            @Override
            public void say(String sentence) {
                said.add(sentence);
            }

            @Override
            public void stepped(TrainingStep step) {
                if (step.step() == 2) {
                    takeOver();
                }
            }
        };
    }

    private void takeOver() {
        try {
            ForeignClaim.write(run().path(), 2, 0, "state held");
            Files.delete(run().path().resolve("claim-000001"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoWasTakenOverWritesNothingMoreAndSaysSo() throws IOException {
        TrainingRun training = TinyExperiment.run(TinyExperiment.load(directory), run(), taking());

        assertThat(training.runUnlessHeld(Damaged.REFUSE)).isEmpty();

        assertThat(said)
                .contains(run().path() + " was taken over by somebody else after 60 s without a sign of life of this"
                        + " process; nothing more is written there by this process");
        assertThat(TinyExperiment.metricLines(run())).hasSize(2);
        assertThat(run().result()).isEmpty();
        assertThat(RunLock.holder(run()).orElseThrow().host()).isEqualTo("node7");
    }

    @Test
    void aCommandThatIsRefusedNamesWhoHasTheRun() throws IOException {
        Files.createDirectories(run().path());
        Files.createFile(run().path().resolve("claim-000001"));
        takeOver();
        System.setProperty("fpn.claim.patience", "600"); // it is heard of before
        try {
            TrainingRun training = TinyExperiment.run(TinyExperiment.load(directory), run(), new TrainingListener() {
                @Override
                public void say(String sentence) {
                    said.add(sentence);
                    sign();
                }
            });

            assertThatThrownBy(training::run)
                    .isInstanceOf(UserInputException.class)
                    .hasMessageStartingWith(run().path() + ": is being trained by " + ForeignClaim.WORDS + "\n");
            assertThat(said)
                    .containsExactly(run().path() + ": is being trained by " + ForeignClaim.WORDS
                            + "; waiting for a sign of life");
        } finally {
            System.clearProperty("fpn.claim.patience");
        }
    }

    /** A little later, as machines do. */
    private void sign() {
        new Thread(() -> {
                    try {
                        Thread.sleep(500);
                        ForeignClaim.write(run().path(), 2, 1, "state held");
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }
}
