package org.fpn4j.heads.retina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Golden;
import org.fpn4j.heads.Heads;
import org.fpn4j.heads.Wave;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.match.IouMatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against torchvision's RetinaNet; see {@code golden/retina/make_golden.py}. */
class RetinaGoldenTest {
    private static final Golden GOLDEN = Golden.of("retina");
    private static final PyramidSpec SPEC = PyramidSpec.uniform("P", 3, 7, 8);
    private static final HeadInputs INPUTS =
            Golden.inputs(45, 37, new int[][] {{6, 5}, {3, 3}, {2, 2}, {1, 1}, {1, 1}});
    private static final List<GroundTruth> IMAGES = List.of(
            Golden.objects(List.of(1, 0, 2), 3, 4, 20, 30, 10, 2, 36, 44, 0, 0, 9, 9),
            Golden.objects(List.of(2), 5, 25, 35, 40),
            Golden.objects(List.of()));

    @Test
    void anchorsAreTorchvisions() {
        assertThat(anchors().boxes()).isEqualTo(GOLDEN.floats("anchors"));
    }

    @Test
    void matchesAreTorchvisions() {
        float[] golden = GOLDEN.floats("matches");
        for (int image = 0; image < IMAGES.size(); image++) {
            int[] matches = new IouMatcher().match(anchors(), IMAGES.get(image).boxes());
            for (int anchor = 0; anchor < matches.length; anchor++) {
                assertThat((float) matches[anchor])
                        .as("anchor %d of image %d", anchor, image)
                        .isEqualTo(golden[image * matches.length + anchor]);
            }
        }
    }

    @Test
    void predictionsAreTorchvisions() {
        try (Network network = network("{}")) {
            Map<String, float[]> outputs =
                    network.forward(Wave.levels(network.inputs()), List.of("cls_logits", "box_deltas"));

            assertFirstImage(outputs.get("cls_logits"), GOLDEN.floats("cls_logits"));
            assertFirstImage(outputs.get("box_deltas"), GOLDEN.floats("box_deltas"));
        }
    }

    /** Values up to 2 after five convolutions in float32, printed with seven digits. */
    private static void assertFirstImage(float[] values, float[] golden) {
        assertThat(values).hasSize(3 * golden.length);
        for (int i = 0; i < golden.length; i++) {
            assertThat(values[i]).as("value %d", i).isEqualTo(golden[i], within(2e-5f));
        }
    }

    @ParameterizedTest
    @CsvSource({"l1, 1", "smooth_l1, 1", "giou, 1"})
    void lossesAreTorchvisions(String kind, double beta) {
        try (Network network = network("box_loss: {kind: " + kind + ", beta: " + beta + "}")) {
            Map<String, Double> losses = network.backward(
                    Heads.feed(network, Heads.targets(head(kind, beta).at(INPUTS), IMAGES)));

            double classification = GOLDEN.number("losses/" + kind + "/classification");
            double box = GOLDEN.number("losses/" + kind + "/bbox_regression");
            assertThat(losses.get("classification"))
                    .isEqualTo(classification, within(1e-5 * classification)); // float32
            assertThat(losses.get("box_regression")).isEqualTo(box, within(1e-5 * box));
            assertGradients(network, "gradients/" + kind + "/");
        }
    }

    /** Biases and norms of all layers, which every gradient behind them goes through. */
    private static void assertGradients(Network network, String path) {
        Map<String, float[]> gradients = Heads.gradients(network);
        assertThat(gradients.keySet()).containsExactlyInAnyOrderElementsOf(GOLDEN.names(path.replaceAll("/$", "")));
        gradients.forEach((name, values) -> GOLDEN.assertClose(path + name, values, 2e-5)); // float32, 405 anchors
    }

    @ParameterizedTest
    @CsvSource({"l1, 1", "smooth_l1, 1", "giou, 1"})
    void gradientsOfPredictionsAreTorchvisions(String kind, double beta) {
        DetectionHead head = head(kind, beta);
        long cells = 3L * anchors().size();
        Map<String, float[]> predictions = Map.of(
                "cls_logits", Wave.values("given_logits", 3 * cells, 4),
                "box_deltas", Wave.values("given_deltas", 4 * cells, 0.5));
        try (Network network = Heads.compileLosses(head, INPUTS, 3, predictions)) {
            Map<String, Double> losses = network.backward(Heads.targets(head.at(INPUTS), IMAGES));

            double classification = GOLDEN.number("given/losses/" + kind + "/classification");
            double box = GOLDEN.number("given/losses/" + kind + "/bbox_regression");
            assertThat(losses.get("classification")).isEqualTo(classification, within(1e-5 * classification));
            assertThat(losses.get("box_regression")).isEqualTo(box, within(1e-5 * box));
            Map<String, float[]> gradients = Heads.gradients(network);
            GOLDEN.assertClose("given/cls_logits", gradients.get("cls_logits"), 1e-5); // float32
            GOLDEN.assertClose("given/box_deltas/" + kind, gradients.get("box_deltas"), 1e-5);
        }
    }

    @Test
    void theSecondVersionIsTorchvisions() {
        String yaml = "{box_loss: {kind: giou}, tower: {norm: {type: group_norm, groups: 4, epsilon: 1.0e-5}}}";
        try (Network network = network(yaml)) {
            Map<String, float[]> outputs =
                    network.forward(Wave.levels(network.inputs()), List.of("cls_logits", "box_deltas"));
            Map<String, Double> losses = network.backward(
                    Heads.feed(network, Heads.targets(config(yaml).create(SPEC).at(INPUTS), IMAGES)));

            assertFirstImage(outputs.get("cls_logits"), GOLDEN.floats("version2/cls_logits"));
            assertFirstImage(outputs.get("box_deltas"), GOLDEN.floats("version2/box_deltas"));
            double classification = GOLDEN.number("version2/losses/classification");
            double box = GOLDEN.number("version2/losses/bbox_regression");
            assertThat(losses.get("classification")).isEqualTo(classification, within(1e-5 * classification));
            assertThat(losses.get("box_regression")).isEqualTo(box, within(1e-5 * box));
            assertGradients(network, "version2/gradients/");
        }
    }

    /** torchvision's boxes without area, which it gives places too, are left out: ours go on behind its last one. */
    @Test
    void detectionsAreTorchvisions() {
        int cells = anchors().size();
        Map<String, float[]> outputs = Map.of(
                "cls_logits",
                Wave.values("logits", 3L * cells, 4),
                "box_deltas",
                Wave.values("deltas", 4L * cells, 0.5));
        RetinaConfig config = config("postprocess: {candidates_per_level: 50, max_detections: 40}");

        List<Detection> detections = config.create(SPEC).at(INPUTS).decode(outputs);

        float[] boxes = GOLDEN.floats("detections/boxes");
        float[] scores = GOLDEN.floats("detections/scores");
        float[] labels = GOLDEN.floats("detections/labels");
        assertThat(detections).hasSize(scores.length);
        int next = 0;
        for (int i = 0; i < scores.length; i++) {
            if (boxes[4 * i] == boxes[4 * i + 2] || boxes[4 * i + 1] == boxes[4 * i + 3]) {
                continue;
            }
            Detection detection = detections.get(next++);
            assertThat((float) detection.label()).isEqualTo(labels[i]);
            assertThat(detection.score()).isEqualTo(scores[i], within(2e-7f)); // float32
            assertThat(detection.box().x1()).isEqualTo(boxes[4 * i], within(1e-4f)); // pixels up to 45
            assertThat(detection.box().y1()).isEqualTo(boxes[4 * i + 1], within(1e-4f));
            assertThat(detection.box().x2()).isEqualTo(boxes[4 * i + 2], within(1e-4f));
            assertThat(detection.box().y2()).isEqualTo(boxes[4 * i + 3], within(1e-4f));
        }
        assertThat(next).as("of 40, with area").isGreaterThan(30);
    }

    private static AnchorGrid anchors() {
        return new AnchorConfig().grid(SPEC, INPUTS);
    }

    private static RetinaConfig config(String yaml) {
        return Configs.with(Configs.with(new RetinaConfig(), "num_classes: 3"), yaml);
    }

    private static DetectionHead head(String kind, double beta) {
        return config("box_loss: {kind: " + kind + ", beta: " + beta + "}").create(SPEC);
    }

    private static Network network(String yaml) {
        DetectionHead head = config(yaml).create(SPEC);
        Weights weights = new Weights(Golden.weights(head, SPEC, INPUTS, 0.15));
        return Heads.compile(head, SPEC, INPUTS, Purpose.TRAINING, weights);
    }
}
