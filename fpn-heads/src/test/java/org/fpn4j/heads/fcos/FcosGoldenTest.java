package org.fpn4j.heads.fcos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Golden;
import org.fpn4j.heads.Heads;
import org.fpn4j.heads.Wave;
import org.junit.jupiter.api.Test;

/** Against torchvision's FCOS; see {@code golden/fcos/make_golden.py}. */
class FcosGoldenTest {
    private static final Golden GOLDEN = Golden.of("fcos");
    private static final PyramidSpec SPEC = PyramidSpec.uniform("P", 3, 7, 8);
    private static final HeadInputs INPUTS =
            Golden.inputs(130, 150, new int[][] {{17, 19}, {9, 10}, {5, 5}, {3, 3}, {2, 2}});
    private static final List<GroundTruth> IMAGES = List.of(
            Golden.objects(List.of(1, 0, 2, 0), 10, 20, 50, 70, 5, 5, 140, 120, 60, 60, 75, 72, 14, 22, 46, 66),
            Golden.objects(List.of(2, 1), 0, 0, 150, 130, 30, 80, 120, 129),
            Golden.objects(List.of()));

    @Test
    void matchesAreTorchvisions() {
        assertMatches("matches", config());
    }

    @Test
    void predictionsAreTorchvisions() {
        try (Network network = network()) {
            List<String> names = List.of("cls_logits", "box_deltas", "centerness");
            Map<String, float[]> outputs = network.forward(Wave.levels(network.inputs()), names);

            for (String name : names) {
                float[] golden = GOLDEN.floats(name);
                float[] values = outputs.get(name);
                assertThat(values).hasSize(3 * golden.length);
                for (int i = 0; i < golden.length; i++) {
                    assertThat(values[i]).as("%s %d", name, i).isEqualTo(golden[i], within(2e-5f)); // up to 2, float32
                }
            }
        }
    }

    @Test
    void lossesAreTorchvisions() {
        try (Network network = network()) {
            Map<String, Double> losses =
                    network.backward(Heads.feed(network, Heads.targets(head().at(INPUTS), IMAGES)));

            // float32 sums over 451 cells
            assertThat(losses.get("classification")).isEqualTo(GOLDEN.number("losses/classification"), within(1e-4));
            assertThat(losses.get("box_regression")).isEqualTo(GOLDEN.number("losses/bbox_regression"), within(1e-5));
            assertThat(losses.get("centerness")).isEqualTo(GOLDEN.number("losses/bbox_ctrness"), within(1e-5));
            // biases and norms of all layers, which every gradient behind them goes through
            Map<String, float[]> gradients = Heads.gradients(network);
            assertThat(gradients.keySet()).containsExactlyInAnyOrderElementsOf(GOLDEN.names("gradients"));
            gradients.forEach((name, values) -> GOLDEN.assertClose("gradients/" + name, values, 2e-5)); // float32
        }
    }

    @Test
    void gradientsOfPredictionsAreTorchvisions() {
        assertLossesAndGradients("given/", config());
    }

    /** The settings of {@link FcosConfig}'s Javadoc. */
    @Test
    void lossesOfMmdetectionsSettingsAreAsDescribed() {
        FcosConfig config = Configs.with(
                config(),
                "{normalize_by_stride: false, points: {center_offset: 0.5, stride: fixed},"
                        + " assignment: {limits_inclusive: true, center_sampling_radius: 0},"
                        + " box_loss: {kind: log_iou, centerness_weighted: true}}");

        assertMatches("mmdet/matches", config);
        assertLossesAndGradients("mmdet/", config);
    }

    /** The settings of {@link FcosConfig}'s Javadoc. */
    @Test
    void lossesOfTheAuthorsSettingsAreAsDescribed() {
        FcosConfig config = Configs.with(
                config(),
                "{points: {center_offset: 0.5, offset_rounding: floor, stride: fixed},"
                        + " assignment: {limits_inclusive: true}, box_loss: {centerness_weighted: true}}");

        assertMatches("authors/matches", config);
        assertLossesAndGradients("authors/", config);
    }

    private static void assertMatches(String path, FcosConfig config) {
        FcosMatcher matcher =
                new FcosMatcher(config.assignment(), SPEC, config.points().grids(SPEC, INPUTS));
        float[] golden = GOLDEN.floats(path);
        for (int image = 0; image < IMAGES.size(); image++) {
            int[] matches = matcher.match(IMAGES.get(image).boxes(), List.of());
            for (int cell = 0; cell < matches.length; cell++) {
                assertThat((float) matches[cell])
                        .as("cell %d of image %d", cell, image)
                        .isEqualTo(golden[image * matches.length + cell]);
            }
        }
    }

    private static void assertLossesAndGradients(String path, FcosConfig config) {
        DetectionHead head = config.create(SPEC);
        HeadGeometry geometry = head.at(INPUTS);
        long cells = 3L * geometry.cells();
        Map<String, float[]> predictions = Map.of(
                "cls_logits", Wave.values("given_logits", 3 * cells, 4),
                "box_deltas", distances(config.normalizeByStride()),
                "centerness", Wave.values("given_centerness", cells, 3));
        try (Network network = Heads.compileLosses(head, INPUTS, 3, predictions)) {
            Map<String, Double> losses = network.backward(Heads.targets(geometry, IMAGES));

            double classification = GOLDEN.number(path + "losses/classification");
            assertThat(losses.get("classification")).isEqualTo(classification, within(1e-5 * classification));
            assertThat(losses.get("box_regression"))
                    .isEqualTo(GOLDEN.number(path + "losses/bbox_regression"), within(1e-5));
            assertThat(losses.get("centerness")).isEqualTo(GOLDEN.number(path + "losses/bbox_ctrness"), within(1e-5));
            Map<String, float[]> gradients = Heads.gradients(network);
            assertThat(gradients.keySet()).containsExactlyInAnyOrder("cls_logits", "box_deltas", "centerness");
            gradients.keySet().retainAll(GOLDEN.names(path.replaceAll("/$", ""))); // focal loss is everybody's
            assertThat(gradients).hasSizeGreaterThanOrEqualTo(2);
            gradients.forEach((name, values) -> GOLDEN.assertClose(path + name, values, 1e-5)); // float32
        }
    }

    /** The script's distances of three images, in strides or in pixels. */
    private static float[] distances(boolean inStrides) {
        int[] cells = {17 * 19, 9 * 10, 5 * 5, 3 * 3, 2 * 2};
        float[] distances =
                Wave.values("given_deltas", 3L * 4 * IntStream.of(cells).sum(), 1);
        int next = 0;
        for (int image = 0; image < 3; image++) {
            for (int level = 0; level < cells.length; level++) {
                int stride = inStrides ? 1 : 8 << level;
                for (int i = 0; i < 4 * cells[level]; i++, next++) {
                    distances[next] = (Math.abs(distances[next]) * 3 + 0.1f) * stride;
                }
            }
        }
        return distances;
    }

    @Test
    void detectionsAreTorchvisions() {
        int cells = head().at(INPUTS).cells();
        float[] distances = Wave.values("deltas", 4L * cells, 1);
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.abs(distances[i]) * 3;
        }
        Map<String, float[]> outputs = Map.of(
                "cls_logits", Wave.values("logits", 3L * cells, 4),
                "box_deltas", distances,
                "centerness", Wave.values("centerness", cells, 3));
        FcosConfig config = Configs.with(config(), "postprocess: {candidates_per_level: 50, max_detections: 40}");

        List<Detection> detections = config.create(SPEC).at(INPUTS).decode(outputs);

        float[] boxes = GOLDEN.floats("detections/boxes");
        float[] scores = GOLDEN.floats("detections/scores");
        float[] labels = GOLDEN.floats("detections/labels");
        assertThat(detections).hasSize(scores.length);
        for (int i = 0; i < scores.length; i++) {
            Detection detection = detections.get(i);
            assertThat((float) detection.label()).isEqualTo(labels[i]);
            assertThat(detection.score()).isEqualTo(scores[i], within(2e-7f)); // float32
            assertThat(detection.box().x1()).isEqualTo(boxes[4 * i], within(1e-4f)); // pixels up to 150
            assertThat(detection.box().y1()).isEqualTo(boxes[4 * i + 1], within(1e-4f));
            assertThat(detection.box().x2()).isEqualTo(boxes[4 * i + 2], within(1e-4f));
            assertThat(detection.box().y2()).isEqualTo(boxes[4 * i + 3], within(1e-4f));
        }
    }

    private static FcosConfig config() {
        return Configs.with(new FcosConfig(), "{num_classes: 3, tower: {norm: {groups: 4}}}");
    }

    private static DetectionHead head() {
        return config().create(SPEC);
    }

    /** The script's weights: larger ones and a bias around 1 for distances. */
    private static Network network() {
        Map<String, NamedTensor> weights = Golden.weights(head(), SPEC, INPUTS, 0.2);
        weights.computeIfPresent(
                "head.box_deltas.weight",
                (name, tensor) -> new NamedTensor(
                        tensor.shape(), Wave.values(name, tensor.shape().size(), 0.8)));
        float[] bias = weights.get("head.box_deltas.bias").values();
        for (int i = 0; i < bias.length; i++) {
            bias[i] += 1;
        }
        return Heads.compile(head(), SPEC, INPUTS, Purpose.TRAINING, new Weights(weights));
    }
}
