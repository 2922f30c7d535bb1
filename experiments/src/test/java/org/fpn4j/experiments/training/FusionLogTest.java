package org.fpn4j.experiments.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Operation.WeightedFusion;
import org.fpn4j.core.graph.Operation.WeightedFusion.Mode;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionLogTest {
    private static final String BIFPN = "neck={type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 5}";

    @TempDir
    private Path directory;

    /** A training that has not begun. */
    private record Beginning(Weights weights) implements Snapshot {
        @Override
        public TrainingState state() {
            return TrainingState.START;
        }

        @Override
        public Weights memory() {
            return new Weights(Map.of());
        }
    }

    private List<JsonNode> fusionLines(String... sets) {
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        TinyExperiment.run(TinyExperiment.load(directory, sets), run).run();
        return TinyExperiment.metricLines(run).stream()
                .filter(line -> line.has("fusion"))
                .toList();
    }

    @Test
    void sharesAreLoggedBeforeTheFirstStepAndAtEachEvaluation() {
        List<JsonNode> lines = fusionLines(BIFPN);

        assertThat(lines).extracting(line -> line.get("step").asInt()).containsExactly(0, 2, 4);
        assertThat(lines.get(0).at("/fusion/neck.cell0.P4_td.fusion").toString())
                .isEqualTo("[0.49997500124993755,0.49997500124993755]"); // 1 / 2.0001
        assertThat(lines.get(2).get("fusion").fieldNames())
                .toIterable()
                .containsExactly(
                        "neck.cell0.P4_td.fusion",
                        "neck.cell0.P3_out.fusion",
                        "neck.cell0.P4_out.fusion",
                        "neck.cell0.P5_out.fusion");
        assertThat(lines.get(2).get("fusion")).isNotEqualTo(lines.get(0).get("fusion"));
    }

    @Test
    void softmaxIsLoggedAsWhatItMultipliesBy() {
        assertThat(fusionLines(BIFPN, "neck.fusion=softmax")
                        .get(0)
                        .at("/fusion/neck.cell0.P4_td.fusion")
                        .toString())
                .isEqualTo("[0.5,0.5]");
    }

    @Test
    void plainSumsLogNone() {
        assertThat(fusionLines(BIFPN, "neck.fusion=sum")).isEmpty();
    }

    @Test
    void necksWithoutSuchWeightsLogNone() {
        assertThat(fusionLines()).isEmpty();
    }

    /** A training that was killed before its first checkpoint begins again. */
    @Test
    void aTrainingThatBeginsAgainLogsItsBeginningOnce() {
        RunDirectory run = new RunDirectory(directory);
        FusionWeights fusion = new FusionWeights(Map.of("w", new WeightedFusion(Mode.SOFTMAX, 1e-4)));
        Weights weights = new Weights(Map.of("w", new NamedTensor(Shape.of(2), new float[2])));

        for (int attempt = 0; attempt < 2; attempt++) {
            try (MetricsLog log = new MetricsLog(run, TrainingListener.SILENT, fusion)) {
                log.begin(TrainingState.START, 2);
                log.starting(new Beginning(weights));
            }
        }

        assertThat(TinyExperiment.metricLines(run))
                .extracting(JsonNode::toString)
                .containsExactly("{\"step\":0,\"epoch\":0,\"fusion\":{\"w\":[0.5,0.5]}}");
    }
}
