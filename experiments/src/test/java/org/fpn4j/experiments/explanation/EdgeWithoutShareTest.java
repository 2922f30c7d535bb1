package org.fpn4j.experiments.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.topology.FlowNode;
import org.fpn4j.core.topology.Station;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.experiments.TinyExperiment;
import org.fpn4j.experiments.config.Experiment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A BiFPN of which one edge, from C5 to the node above C4, has a weight below 0. */
class EdgeWithoutShareTest {
    private static final String DEAD = "neck.cell0.P4_td.fusion";

    @TempDir
    private Path directory;

    private Experiment experiment;
    private Weights weights;

    @BeforeEach
    void load() {
        experiment = TinyExperiment.load(
                directory, "neck={type: bifpn, repeats: 1, out_channels: 8, min_level: 3, max_level: 5}");
        weights = with(Weights.initial(experiment.checked().parameters(), 0), DEAD, 0.8f, -0.2f);
    }

    private static Weights with(Weights weights, String name, float... values) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(name, new NamedTensor(weights.tensors().get(name).shape(), values));
        return new Weights(tensors);
    }

    private Map<String, float[]> outputs(Weights of) {
        Detector detector = experiment.detector();
        float[] pixels = new float[3 * 64 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i);
        }
        try (Network network =
                experiment.checked().executor().compile(detector.inference(1, 64, 64), Purpose.INFERENCE, of)) {
            return network.forward(
                    Map.of(Detector.IMAGES, pixels), network.outputs().keySet());
        }
    }

    @Test
    void nothingOfItsMapEntersAnyOutput() {
        String projection = weights.tensors().keySet().stream()
                .filter(name -> name.startsWith("neck.cell0.P4_td.C5") || name.startsWith("neck.cell0.P4_td.P5_in"))
                .filter(name -> name.endsWith(".weight"))
                .findFirst()
                .orElseThrow();
        float[] other = new float[weights.tensors().get(projection).values().length];
        Arrays.fill(other, 0.3f);

        Map<String, float[]> before = outputs(weights);
        Map<String, float[]> after = outputs(with(weights, projection, other));

        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, values) -> assertThat(after.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void noGradientComesBackAlongItAndAllOthersCarrySome() {
        PathTable table = PathTable.of(experiment.detector(), 64, 64);
        Dataset train = experiment.config().data().open(Split.TRAIN);
        List<Sample> batch = train.images().subList(0, 2).stream()
                .map(image -> experiment
                        .config()
                        .input()
                        .plainTransform()
                        .apply(image, image.source().read(), 0))
                .toList();
        List<Station.Edge> edges = table.topology().stations().stream()
                .flatMap(station -> station.incoming().stream())
                .toList();
        List<FlowNode.Source> begins = edges.stream().map(Station.Edge::begins).toList();

        Map<FlowNode.Source, Double> norms = new EdgeGradients(
                        experiment.detector(), experiment.config().input(), table.topology())
                .of(experiment.checked().executor(), batch, begins, List.of(weights))
                .get(0);

        for (Station.Edge edge : edges) {
            boolean dead = edge.parameter().equals(DEAD) && edge.index() == 1;
            assertThat(norms.get(edge.begins()) == 0).as(edge.toString()).isEqualTo(dead);
        }
    }
}
