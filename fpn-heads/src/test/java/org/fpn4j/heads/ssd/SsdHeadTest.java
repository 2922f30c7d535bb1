package org.fpn4j.heads.ssd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Heads;
import org.fpn4j.heads.Levels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SsdHeadTest {
    private static final PyramidSpec UNEVEN =
            new PyramidSpec("C", List.of(new LevelSpec(3, 8), new LevelSpec(4, 16), new LevelSpec(5, 4)));
    private static final HeadInputs INPUTS = Levels.inputs(UNEVEN, 2, 61, 67);
    private static final GroundTruth NOTHING = new GroundTruth(List.of(), List.of());
    private static final GroundTruth OBJECTS =
            new GroundTruth(List.of(new Box(4, 6, 30, 40), new Box(40, 8, 60, 30)), List.of(2, 0));

    private static SsdConfig config(int classes) {
        return new SsdConfig().withNumClasses(classes);
    }

    @Test
    void eachLevelHasPredictorsAndBoxesOfItsOwn() {
        HeadConfig config = Configs.with(config(3), "{default_boxes: {aspect_ratios: [[2], [2, 3], []]}}");
        DetectionHead head = config.create(UNEVEN);
        CostGraph graph = new CostGraph();

        HeadOutputs outputs = head.build(graph, Levels.pyramid(graph, UNEVEN, INPUTS), INPUTS, HeadUse.BOTH);

        int cells = 4 * 8 * 9 + 6 * 4 * 5 + 2 * 2 * 3;
        assertThat(head.at(INPUTS).cells()).isEqualTo(cells);
        assertThat(outputs.learned().get("anchor_logits").shape()).isEqualTo(Shape.of(2, cells, 4));
        assertThat(outputs.predictions().get("box_deltas").shape()).isEqualTo(Shape.of(2, cells, 4));
        assertThat(outputs.predictions().get("detections").shape()).isEqualTo(Shape.of(2, 200, 6));
        assertThat(graph.parameters())
                .extracting(parameter -> parameter.name() + parameter.shape())
                .contains(
                        "cls_logits.C3.weight[16, 8, 3, 3]",
                        "cls_logits.C4.weight[24, 16, 3, 3]",
                        "box_deltas.C5.weight[8, 4, 3, 3]",
                        "box_deltas.C5.bias[8]");
    }

    @Test
    void everyParameterOfAHeadOfOneClassLearns() {
        GroundTruth ofOneClass = new GroundTruth(
                List.of(new Box(4, 6, 12, 14), new Box(10, 10, 44, 40), new Box(2, 2, 60, 60)), List.of(0, 0, 0));
        DetectionHead head = config(1).create(UNEVEN);
        Map<String, float[]> targets = Heads.targets(head.at(INPUTS), List.of(ofOneClass, NOTHING));
        try (Network network = Heads.compileLearning(head, UNEVEN, INPUTS, new Weights(Map.of()))) {
            Map<String, Double> losses = network.backward(Heads.feed(network, targets));

            assertThat(losses.values())
                    .allSatisfy(loss -> assertThat(loss).isFinite().isPositive());
            for (ParameterBuffers.Slot slot : network.buffers().slots()) {
                double sum = 0;
                for (float value : ParameterBuffers.view(network.buffers().gradients(), slot)
                        .toArray()) {
                    sum += Math.abs(value);
                }
                assertThat(sum).as(slot.parameter().name()).isFinite();
                if (slot.parameter().name().contains("C3")) {
                    assertThat(sum).as(slot.parameter().name()).isPositive();
                }
            }
        }
    }

    /** An image without objects teaches nothing, or so many negatives as are asked for. */
    @ParameterizedTest
    @CsvSource({"0, false", "2, true"})
    void anImageWithoutObjectsHasItsLeastNegatives(int least, boolean learns) {
        HeadConfig config = Configs.with(config(3), "{mining: {min_negatives: " + least + "}}");
        DetectionHead head = config.create(UNEVEN);
        Map<String, float[]> targets = Heads.targets(head.at(INPUTS), List.of(NOTHING, NOTHING));
        try (Network network = Heads.compileLearning(head, UNEVEN, INPUTS, new Weights(Map.of()))) {
            Map<String, Double> losses = new LinkedHashMap<>(network.backward(Heads.feed(network, targets)));

            assertThat(losses.get("classification") > 0).isEqualTo(learns);
            assertThat(losses.get("classification")).isFinite();
            assertThat(losses.get("box_regression")).isZero();
        }
    }

    @Test
    void ignoredRegionsHoldNoNegatives() {
        HeadGeometry geometry = config(3).create(UNEVEN).at(INPUTS);

        ImageTargets targets = geometry.assign(OBJECTS, List.of(new Box(-100, -100, 1000, 1000)));

        float[] weights = targets.of("classification").weights();
        float[] classes = targets.of("classification").target();
        for (int i = 0; i < weights.length; i++) {
            assertThat(weights[i]).isEqualTo(classes[i] > 0 ? 1 : 0);
        }
        assertThat(classes).contains(1, 3);
    }

    @Test
    void whatIsSaidOfObjectsFollowsFromTheAssignment() {
        HeadGeometry geometry = config(3).create(UNEVEN).at(INPUTS);
        Scene scene = new Scene(OBJECTS, List.of());
        int[] cells = geometry.assignment(scene).cellsOf(2);

        assertThat(geometry.fits(scene)).extracting(fit -> fit.positives()).containsExactly(cells[0], cells[1]);
        assertThat(geometry.fits(scene)).allSatisfy(fit -> {
            assertThat(fit.positives()).isPositive();
            assertThat(fit.bestOverlap().orElseThrow()).isBetween(0.3, 1.0);
        });
    }

    @Test
    void labelsOutsideTheClassesAreRejected() {
        GroundTruth unknown = new GroundTruth(List.of(new Box(0, 0, 9, 9)), List.of(3));

        assertThatThrownBy(() -> config(3).create(UNEVEN).at(INPUTS).assign(unknown, List.of()))
                .hasMessage("label[3] must be in [0, 3)");
    }

    @Test
    void detectionsOfClassesThatNobodyWantsAreLeftOut() {
        HeadGeometry geometry = config(3).create(UNEVEN).at(INPUTS);
        float[] table = {1, 2, 30, 40, 3, 0.9f, 5, 6, 7, 8, 1, 0.5f, 0, 0, 0, 0, 0, 0};
        RawOutputs outputs = RawOutputs.of(Map.of("detections", table));

        assertThat(geometry.decode(outputs, Wanted.ALL))
                .containsExactly(
                        new Detection(2, 0.9f, new Box(1, 2, 30, 40)), new Detection(0, 0.5f, new Box(5, 6, 7, 8)));
        assertThat(geometry.decode(outputs, new Wanted(2, box -> true)))
                .extracting(Detection::label)
                .containsExactly(0);
    }

    @Test
    void whatIsGivenForOtherLevelsIsRejected() {
        HeadConfig config = Configs.with(
                config(3), "{default_boxes: {aspect_ratios: [[2]], scales: [0.1, 0.2, 0.3], steps: [8, 16, 32, 64]}}");

        assertThatThrownBy(() -> config.create(UNEVEN))
                .hasMessageContaining("must be empty or one for each of the levels[C3, C4, C5]")
                .hasMessageContaining("and one more")
                .hasMessageContaining("8.0, 16.0, 32.0, 64.0");
    }

    @Test
    void ratiosThatAreNoneAreRejected() {
        assertThatThrownBy(() -> Configs.with(
                        config(3), "{default_boxes: {aspect_ratios: [[2, -1]], min_scale: 0.9, max_scale: 0.5}}"))
                .hasStackTraceContaining("aspectRatios[0][2.0, -1.0] must be at most 20 numbers > 0 and <= 1000")
                .hasStackTraceContaining("must not be below min_scale[0.9]");
    }

    @Test
    void scalesThatNobodyGivesAreSpreadOverTheLevels() {
        DefaultBoxConfig spread = new DefaultBoxConfig(List.of(), List.of(), 0.2, 0.95, List.of(), false);
        List<Shape> three = List.of(Shape.of(1, 1, 1, 1), Shape.of(1, 1, 1, 1), Shape.of(1, 1, 1, 1));

        float[] boxes = spread.boxes(three, 100, 100);
        float[] ofOne = spread.boxes(List.of(Shape.of(1, 1, 1, 1)), 100, 100);

        // the first two squares of each level: 0.2 and sqrt(0.2 0.575), 0.575, 0.95 and sqrt(0.95 1)
        assertThat(boxes[2] - boxes[0]).isCloseTo(20, within(1e-4f));
        assertThat(boxes[6] - boxes[4]).isCloseTo((float) (100 * Math.sqrt(0.2 * 0.575)), within(1e-4f));
        assertThat(boxes[26] - boxes[24]).isCloseTo(57.5f, within(1e-4f));
        assertThat(boxes[54] - boxes[52]).isCloseTo((float) (100 * Math.sqrt(0.95)), within(1e-4f));
        assertThat(ofOne[6] - ofOne[4]).isCloseTo((float) (100 * Math.sqrt(0.2 * 0.95)), within(1e-4f));
    }
}
