package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.topology.FlowNode;
import org.fpn4j.core.topology.Station;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges of a neck behind a backbone that leaves branches out while it learns. */
class DroppedBranchesTest {
    @TempDir
    private Path directory;

    private Map<FlowNode.Source, Double> norms(double dropPath) {
        Experiment experiment = TinyExperiment.load(
                directory, "backbone={type: efficientnet, width: 0.125, drop_path: " + dropPath + "}");
        PathTable table = PathTable.of(experiment.detector(), 64, 64);
        List<Sample> batch = experiment.config().data().open(Split.TRAIN).images().subList(0, 2).stream()
                .map(image -> experiment
                        .config()
                        .input()
                        .plainTransform()
                        .apply(image, image.source().read(), 0))
                .toList();
        List<FlowNode.Source> begins = table.topology().stations().stream()
                .flatMap(station -> station.incoming().stream())
                .map(Station.Edge::begins)
                .toList();
        Weights weights = Weights.initial(experiment.checked().parameters(), 0);
        return new EdgeGradients(experiment.detector(), experiment.config().input(), table.topology())
                .of(experiment.checked().executor(), batch, begins, List.of(weights))
                .get(0);
    }

    @Test
    void gradientsAlongEdgesAreThoseOfTheWholeNetwork() {
        Map<FlowNode.Source, Double> whole = norms(0);

        assertThat(whole).isNotEmpty().allSatisfy((edge, norm) -> assertThat(norm)
                .isPositive());
        assertThat(norms(0.9)).isEqualTo(whole);
    }
}
