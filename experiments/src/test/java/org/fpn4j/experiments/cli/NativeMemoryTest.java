package org.fpn4j.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.experiments.TinyExperiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeMemoryTest {
    private static final long CRUMBS = 2_000_000; // descriptors of a few bytes each are left to Java's collector

    @TempDir
    private Path directory;

    /** Training with everything that takes native memory, and evaluation after it. */
    private void train(String name) {
        CommandRun run = CommandRun.of(
                "train",
                TinyExperiment.write(directory),
                "--out",
                directory.resolve(name),
                "--set",
                "backbone.width=0.5",
                "--set",
                "training.epochs=1",
                "--set",
                "training.accumulation=2",
                "--set",
                "training.ema_decay=0.9",
                "--set",
                "training.optimizer={type: adamw}");
        assertThat(run.code()).as(run.log()).isZero();
    }

    @Test
    void aFinishedRunGivesItsNativeMemoryBackAtOnce() {
        train("first"); // libraries keep something of it
        long before = Pointer.totalBytes();

        for (int i = 0; i < 3; i++) {
            train("run" + i);
        }

        // 2.8 million parameters, their gradients, two moments and a mean alone take 56 MB a run
        assertThat(Pointer.totalBytes() - before).isLessThan(CRUMBS);
    }
}
