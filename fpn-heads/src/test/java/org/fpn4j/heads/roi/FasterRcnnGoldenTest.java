package org.fpn4j.heads.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.fpn4j.heads.roi.FasterRcnnGolden.GOLDEN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.ParameterBuffers.Slot;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.region.Regions;
import org.fpn4j.heads.Wave;
import org.fpn4j.heads.rpn.RpnGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against torchvision's Faster R-CNN; see {@code golden/faster_rcnn/make_golden.py}. */
class FasterRcnnGoldenTest {
    /** Largest difference, as a share of the largest value: float32 through ten layers, printed with six digits. */
    private static final double SHARE = 2e-5;

    /** As detectors predict: of two images, and the second version's of one. */
    @ParameterizedTest
    @CsvSource({"first, '{}', 2", "second, SECOND, 1"})
    void predictionsAreTorchvisions(String part, String version, int images) {
        FasterRcnnGolden detector = detector(version, images);
        try (Network network = detector.compile(HeadUse.PREDICTION)) {
            Map<String, float[]> outputs = network.forward(
                    Wave.levels(network.inputs()), network.outputs().keySet());

            GOLDEN.assertClose(part + "/objectness", everySeventh(outputs.get(RpnGeometry.OBJECTNESS), images), SHARE);
            GOLDEN.assertClose(part + "/deltas", everySeventh(outputs.get(RpnGeometry.DELTAS), images), SHARE);
            float[] proposals = outputs.get(FasterRcnnHead.PROPOSALS);
            GOLDEN.assertClose(part + "/proposals", columns(proposals, Regions.PROPOSAL, 0, 4), SHARE);
            GOLDEN.assertClose(part + "/proposal_scores", columns(proposals, Regions.PROPOSAL, 4, 5), SHARE);
            GOLDEN.assertClose(part + "/logits", ofFirst(outputs.get(FasterRcnnHead.LOGITS), images), SHARE);
            GOLDEN.assertClose(part + "/box_deltas", ofFirst(outputs.get(FasterRcnnHead.DELTAS), images), SHARE);
            float[] detections = outputs.get(FasterRcnnHead.DETECTIONS);
            GOLDEN.assertClose(part + "/boxes", columns(detections, Regions.DETECTION, 0, 4), SHARE);
            GOLDEN.assertClose(part + "/scores", columns(detections, Regions.DETECTION, 5, 6), SHARE);
            assertThat(columns(detections, Regions.DETECTION, 4, 5)).isEqualTo(GOLDEN.floats(part + "/labels"));
        }
    }

    /** Of the same sampled anchors and regions: of three images with fewer regions than rows, and the second version's of two. */
    @ParameterizedTest
    @CsvSource({"learning, '{}', 3", "second_learning, SECOND, 2"})
    void lossesAndGradientsAreTorchvisions(String part, String version, int images) {
        FasterRcnnGolden detector = detector(version, images);
        try (Network network = detector.compile(HeadUse.LEARNING)) {
            Map<String, float[]> feed = detector.feed(network, part);
            float[] sampled =
                    network.forward(feed, List.of(FasterRcnnHead.SAMPLED)).get(FasterRcnnHead.SAMPLED);
            Map<String, Double> losses = new LinkedHashMap<>(network.backward(feed));

            assertSampled(sampled, part, images);
            assertLoss(losses.remove("objectness"), part + "/losses/loss_objectness");
            assertLoss(losses.remove("rpn_box_regression"), part + "/losses/loss_rpn_box_reg");
            assertLoss(losses.remove("classification"), part + "/losses/loss_classifier");
            assertLoss(losses.remove("box_regression"), part + "/losses/loss_box_reg");
            assertThat(losses).isEmpty();
            assertGradients(network, part + "/gradients");
        }
    }

    private static FasterRcnnGolden detector(String version, int images) {
        return new FasterRcnnGolden(version.equals("SECOND") ? FasterRcnnGolden.SECOND : version, images);
    }

    private static void assertSampled(float[] table, String part, int images) {
        int rows = table.length / images / 12;
        for (int image = 0; image < images; image++) {
            float[] ofImage = Arrays.copyOfRange(table, image * rows * 12, (image + 1) * rows * 12);
            int drawn = GOLDEN.floats(part + "/classes/" + image).length;
            float[] counting = Arrays.copyOf(ofImage, 12 * drawn);
            GOLDEN.assertClose(part + "/regions/" + image, columns(counting, 12, 0, 4), SHARE);
            assertThat(columns(counting, 12, RegionTargets.CLASS, RegionTargets.CLASS + 1))
                    .isEqualTo(GOLDEN.floats(part + "/classes/" + image));
            assertThat(columns(ofImage, 12, RegionTargets.WEIGHT, RegionTargets.WEIGHT + 1))
                    .as("rows that count")
                    .satisfies(weights -> assertThat(weights[drawn - 1]).isPositive())
                    .satisfies(weights ->
                            assertThat(Arrays.copyOfRange(weights, drawn, rows)).isEqualTo(new float[rows - drawn]));
        }
    }

    private static void assertLoss(double loss, String path) {
        assertThat(loss).as(path).isEqualTo(GOLDEN.number(path), within(SHARE * GOLDEN.number(path)));
    }

    private static void assertGradients(Network network, String path) {
        List<String> compared = new ArrayList<>();
        for (Slot slot : network.buffers().slots()) {
            String name = slot.parameter().name();
            if (GOLDEN.names(path).contains(name)) {
                float[] values = ParameterBuffers.view(network.buffers().gradients(), slot)
                        .toArray();
                Shape shape = slot.parameter().shape();
                GOLDEN.assertClose(path + "/" + name, shape.rank() == 4 ? outFirst(values, shape) : values, 1e-4);
                compared.add(name);
            }
        }
        assertThat(compared).containsExactlyInAnyOrderElementsOf(GOLDEN.names(path));
    }

    /** Kernels of 1x1, which are {@code [1, 1, in, out]} in SameDiff. */
    private static float[] outFirst(float[] values, Shape shape) {
        assertThat(shape.dim(2) * shape.dim(3)).isEqualTo(1);
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % shape.dim(0) * shape.dim(1) + i / shape.dim(0)] = values[i];
        }
        return turned;
    }

    private static float[] everySeventh(float[] values, int images) {
        float[] first = ofFirst(values, images);
        float[] chosen = new float[(first.length + 6) / 7];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = first[7 * i];
        }
        return chosen;
    }

    private static float[] ofFirst(float[] values, int images) {
        return Arrays.copyOf(values, values.length / images);
    }

    private static float[] columns(float[] table, int perRow, int from, int to) {
        float[] columns = new float[table.length / perRow * (to - from)];
        for (int row = 0; row < table.length / perRow; row++) {
            System.arraycopy(table, row * perRow + from, columns, row * (to - from), to - from);
        }
        return columns;
    }
}
