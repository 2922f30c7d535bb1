package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    private static final FusionWeights NO_FUSION = new FusionWeights(Map.of());

    @TempDir
    private Path directory;

    private String logged(double norm, OptionalDouble scale) throws IOException {
        RunDirectory run = new RunDirectory(directory);
        try (MetricsLog log = new MetricsLog(run, TrainingListener.SILENT, NO_FUSION)) {
            log.begin(TrainingState.START, 2);
            log.stepped(new TrainingStep(1, 0, 0.5, Map.of("box", 2.0), norm, scale));
        }
        return Files.readString(run.metrics()).strip();
    }

    @Test
    void aStepWhoseGradientsAreNotScaledHasNoScale() throws IOException {
        assertThat(logged(3, OptionalDouble.empty()))
                .isEqualTo(
                        "{\"step\":1,\"epoch\":0,\"lr\":0.5,\"loss\":2.0,\"losses\":{\"box\":2.0},\"grad_norm\":3.0}");
    }

    @Test
    void aStepWhoseGradientsAreScaledHasTheScale() throws IOException {
        assertThat(logged(3, OptionalDouble.of(65536))).endsWith("\"grad_norm\":3.0,\"loss_scale\":65536.0}");
    }

    @Test
    void aStepThatWasSkippedSaysSoInThePlaceOfANorm() throws IOException {
        assertThat(logged(Double.POSITIVE_INFINITY, OptionalDouble.of(65536)))
                .endsWith("\"losses\":{\"box\":2.0},\"skipped\":true,\"loss_scale\":65536.0}");
    }
}
