package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.evaluation.metric.LeftOut;
import org.fpn4j.evaluation.metric.MetricValues;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.config.BestConfig;
import org.fpn4j.training.loop.TrainingEvaluation;
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

    private JsonNode evaluated(Map<String, Double> losses) throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Score score = new Score(new MetricValues(Map.of("AP", 0.5), Map.of()), new LeftOut(0, 0), List.of());
        try (MetricsLog log = new MetricsLog(run, TrainingListener.SILENT, NO_FUSION)) {
            log.begin(TrainingState.START, 2);
            log.evaluated(new TrainingEvaluation(2, 1, BestConfig.On.VAL, score, losses, false));
        }
        return new ObjectMapper().readTree(run.metrics().toFile());
    }

    @Test
    void anEvaluationHasItsLossesByNameAndTogether() throws IOException {
        JsonNode line = evaluated(Map.of("box", 2.0, "class", 0.5));

        assertThat(line.get("val_loss").asDouble()).isEqualTo(2.5);
        assertThat(line.get("val_losses").get("box").asDouble()).isEqualTo(2);
        assertThat(line.get("val_losses").get("class").asDouble()).isEqualTo(0.5);
    }

    @Test
    void anEvaluationSaysWhoseImagesItIsOf() throws IOException {
        JsonNode line = evaluated(Map.of());

        assertThat(line.get("split").asText()).isEqualTo("val");
        assertThat(line.has("best")).isFalse();
    }

    @Test
    void lossesThatNobodyMeasuredAreNotInTheLog() throws IOException {
        assertThat(evaluated(Map.of()).has("val_loss")).isFalse();
    }

    @Test
    void aLossThatOverflowedIsNull() throws IOException {
        JsonNode line = evaluated(Map.of("box", Double.POSITIVE_INFINITY, "class", 0.5));

        assertThat(line.get("val_loss").isNull()).isTrue();
        assertThat(line.get("val_losses").get("box").isNull()).isTrue();
        assertThat(line.get("val_losses").get("class").asDouble()).isEqualTo(0.5);
    }

    @Test
    void aStepThatWasSkippedSaysSoInThePlaceOfANorm() throws IOException {
        assertThat(logged(Double.POSITIVE_INFINITY, OptionalDouble.of(65536)))
                .endsWith("\"losses\":{\"box\":2.0},\"skipped\":true,\"loss_scale\":65536.0}");
    }
}
