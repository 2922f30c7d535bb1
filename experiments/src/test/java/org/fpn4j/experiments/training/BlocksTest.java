package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the blocks of a detector are made. */
class BlocksTest {
    @TempDir
    private Path directory;

    /** Another neck's, which counts. */
    private record Counted(NeckConfig neck, AtomicInteger made) implements NeckConfig {
        @Override
        public NeckBlock create(PyramidSpec stages) {
            made.incrementAndGet();
            return neck.create(stages);
        }
    }

    /** The experiment with another neck, as if it had been read. */
    private static Experiment with(Experiment experiment, NeckConfig neck) {
        ExperimentConfig other = experiment.config().withNeck(neck);
        return new Experiment(experiment.loaded(), CheckedConfig.of(other), experiment.name());
    }

    @Test
    void aTrainingFromReadingToResultMakesThemOnce() {
        AtomicInteger made = new AtomicInteger();
        Experiment read = TinyExperiment.load(directory);
        Experiment experiment = with(read, new Counted(read.config().neck(), made));

        TinyExperiment.run(experiment, new RunDirectory(directory.resolve("run")))
                .run();

        assertThat(made).hasValue(1);
    }
}
