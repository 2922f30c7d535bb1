package org.fpn4j.heads.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.region.AnchorDetections;
import org.fpn4j.core.region.Regions;
import org.fpn4j.heads.Golden;
import org.fpn4j.heads.Heads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against torchvision's SSD; see {@code golden/ssd/make_golden.py}. */
class SsdGoldenTest {
    private static final Golden GOLDEN = Golden.of("ssd");
    private static final PyramidSpec LEVELS = new PyramidSpec("C", List.of(new LevelSpec(3, 8), new LevelSpec(4, 16)));
    private static final HeadInputs INPUTS =
            new HeadInputs(38, 50, List.of(Shape.of(2, 8, 5, 7), Shape.of(2, 16, 3, 4)));
    private static final GroundTruth OBJECTS =
            Golden.objects(List.of(1, 0, 2), new float[] {3, 4, 21, 30, 4, 5, 20, 29, 30, 8, 34, 12});

    private static DefaultBoxConfig boxes(List<Double> steps) {
        return new DefaultBoxConfig(
                List.of(List.of(2.0), List.of(2.0, 3.0)), List.of(0.1, 0.35, 0.6), 0.15, 0.9, steps, true);
    }

    private static SsdConfig config() {
        return new SsdConfig().withNumClasses(3).withDefaultBoxes(boxes(List.of(8.0, 16.0)));
    }

    private static float[] wave(int phase, int count, double amplitude) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (amplitude * Math.sin(0.618 * i + 0.0001 * i * i + phase));
        }
        return values;
    }

    @Test
    void defaultBoxesAreTorchvisions() {
        float[] ofSteps = boxes(List.of(8.0, 16.0)).boxes(INPUTS.levels(), 38, 50);
        float[] ofFractions = boxes(List.of()).boxes(INPUTS.levels(), 38, 50);

        GOLDEN.assertClose("steps", ofSteps, 1e-6); // float32
        GOLDEN.assertClose("fractions", ofFractions, 1e-6);
    }

    @Test
    void matchesAreTorchvisions() {
        int[] matches = config().create(LEVELS)
                .at(INPUTS)
                .assignment(new Scene(OBJECTS, List.of()))
                .objects();

        float[] expected = GOLDEN.floats("matches");
        for (int i = 0; i < expected.length; i++) {
            assertThat(matches[i]).as("anchor %d", i).isEqualTo(Math.round(expected[i]));
        }
    }

    @Test
    void lossesAndSlopesAreTorchvisions() {
        int anchors = 5 * 7 * 4 + 3 * 4 * 6;
        Map<String, float[]> predictions =
                Map.of("anchor_logits", wave(1, 2 * anchors * 4, 2), "box_deltas", wave(2, 2 * anchors * 4, 1.5));
        Map<String, float[]> targets = Heads.targets(
                config().create(LEVELS).at(INPUTS), List.of(OBJECTS, new GroundTruth(List.of(), List.of())));
        try (Network network = Heads.compileLosses(config().create(LEVELS), INPUTS, 2, predictions)) {
            Map<String, Double> losses = network.backward(targets);
            Map<String, float[]> slopes = Heads.gradients(network);

            assertThat(losses.get("classification")).isCloseTo(GOLDEN.number("losses/classification"), within(1e-5));
            assertThat(losses.get("box_regression")).isCloseTo(GOLDEN.number("losses/bbox_regression"), within(1e-5));
            GOLDEN.assertClose("slopes/cls_logits", slopes.get("anchor_logits"), 1e-5); // float32 sums
            GOLDEN.assertClose("slopes/bbox_regression", slopes.get("box_deltas"), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void detectionsAreTorchvisions(int image) {
        float[] anchors = GOLDEN.floats("steps");
        int count = anchors.length / 4;
        AnchorDetections decision = new SoftmaxPostprocess(0.3, 15, 0.45, 12)
                .decision(3, config().boxCoder().operation(), INPUTS);
        float[] table = new float[2 * 12 * Regions.DETECTION];

        decision.decide(
                List.of(wave(1, 2 * count * 4, 2), wave(2, 2 * count * 4, 1.5), anchors),
                List.of(Shape.of(2, count, 4), Shape.of(2, count, 4), Shape.of(count, 4)),
                table);

        float[] scores = GOLDEN.floats("detections/" + image + "/scores");
        float[] labels = GOLDEN.floats("detections/" + image + "/labels");
        float[] boxes = GOLDEN.floats("detections/" + image + "/boxes");
        assertThat(scores).hasSize(12);
        for (int row = 0; row < scores.length; row++) {
            int at = (image * 12 + row) * Regions.DETECTION;
            assertThat(table[at + 4]).as("class of row %d", row).isEqualTo(labels[row]);
            assertThat(table[at + 5]).isCloseTo(scores[row], within(1e-6f));
            for (int i = 0; i < 4; i++) {
                assertThat(table[at + i]).isCloseTo(boxes[4 * row + i], within(1e-4f));
            }
        }
    }
}
