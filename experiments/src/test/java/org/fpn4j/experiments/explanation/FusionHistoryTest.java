package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Operation.WeightedFusion;
import org.fpn4j.core.graph.Operation.WeightedFusion.Mode;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionHistoryTest {
    private static final String NODE = "neck.td.fusion";
    private static final FusionWeights FUSION = new FusionWeights(Map.of(NODE, new WeightedFusion(Mode.FAST, 1e-4)));

    @TempDir
    private Path directory;

    private static Weights weights(float... values) {
        return new Weights(Map.of(NODE, new NamedTensor(Shape.of(values.length), values)));
    }

    private static FusionHistory history(double... ofFirst) {
        List<FusionHistory.Moment> moments = new ArrayList<>();
        for (int i = 0; i < ofFirst.length; i++) {
            moments.add(new FusionHistory.Moment(10L * i, Map.of(NODE, new double[] {ofFirst[i], 0.98 - ofFirst[i]})));
        }
        return new FusionHistory(moments, true);
    }

    private FusionHistory read(String... lines) throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.write(run.metrics(), List.of(lines));
        return FusionHistory.of(run, FUSION, weights(1, 1), weights(1, -1), told -> {});
    }

    @Test
    void anEdgeIsDeadWhereNothingPassedAtTheLastThreeEvaluations() {
        assertThat(history(0.5, 0.1, 0, 0, 0).isDead(NODE, 0)).isTrue();
        assertThat(history(0.5, 0, 0, 0).isDead(NODE, 0)).isTrue();
        assertThat(history(0.5, 0, 0, 0, 1e-9).isDead(NODE, 0)).isFalse();
        assertThat(history(0.5, 0.1, 1e-9, 0, 0).isDead(NODE, 0)).isFalse();
    }

    @Test
    void twoEvaluationsMakeNothingDead() {
        assertThat(history(0, 0, 0).isDead(NODE, 0)).isFalse();
    }

    @Test
    void driftIsFromTheFirstStepOn() {
        assertThat(history(0.5, 0.9, 0.2).drift(NODE, 0)).isCloseTo(-0.3, within(1e-12)); // of sums of decimals
        assertThat(history(0.5, 0.9, 0.2).sum(NODE)).isCloseTo(0.98, within(1e-12));
    }

    @Test
    void momentsAreThoseOfTheLog() throws IOException {
        FusionHistory history = read(
                "{\"step\":0,\"epoch\":0,\"fusion\":{\"neck.td.fusion\":[0.5,0.5]}}",
                "{\"step\":7,\"epoch\":1,\"metrics\":{\"AP\":0.1}}",
                "{\"step\":7,\"epoch\":1,\"fusion\":{\"neck.td.fusion\":[0.75,0.25]}}");

        assertThat(history.isLogged()).isTrue();
        assertThat(history.moments()).extracting(FusionHistory.Moment::step).containsExactly(0L, 7L);
        assertThat(history.last(NODE, 1)).isEqualTo(0.25);
    }

    @Test
    void aLogWithoutSharesLeavesThoseOfTheWeights() throws IOException {
        FusionHistory history = read("{\"step\":7,\"epoch\":1,\"metrics\":{\"AP\":0.1}}");

        assertThat(history.isLogged()).isFalse();
        assertThat(history.moments()).extracting(FusionHistory.Moment::step).containsExactly(0L, 7L);
        assertThat(history.moments().get(0).shares().get(NODE)[0]).isCloseTo(0.499975, within(1e-7));
        assertThat(history.last(NODE, 1)).isZero();
        assertThat(history.isDead(NODE, 1)).isFalse();
    }

    @Test
    void sharesOfOtherNodesAreNone() throws IOException {
        assertThat(read(
                                "{\"step\":0,\"epoch\":0,\"fusion\":{\"other\":[0.5,0.5]}}",
                                "{\"step\":7,\"epoch\":0,\"fusion\":{\"neck.td.fusion\":[0.5,\"x\"]}}")
                        .isLogged())
                .isFalse();
    }
}
