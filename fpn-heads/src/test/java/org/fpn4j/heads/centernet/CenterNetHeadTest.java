package org.fpn4j.heads.centernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.region.Peaks;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Heads;
import org.fpn4j.heads.Levels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CenterNetHeadTest {
    private static final PyramidSpec P2_P4 = PyramidSpec.uniform("P", 2, 4, 8);
    private static final GroundTruth NOTHING = new GroundTruth(List.of(), List.of());
    private static final GroundTruth OBJECTS = new GroundTruth(
            List.of(new Box(4, 6, 30, 40), new Box(40, 8, 60, 30), new Box(30, 44, 42, 60)), List.of(2, 0, 1));
    private static final int HEIGHT = 61;
    private static final int WIDTH = 67;

    private static CenterNetConfig config(CenterNetLevels levels, int classes) {
        return Configs.with(
                new CenterNetConfig().withNumClasses(classes).withLevels(levels),
                "{all: {ranges: [[0, 16], [10, 24], [20, 1000]]}}"); // each has one of the objects
    }

    private static HeadGeometry geometry(CenterNetLevels levels) {
        return config(levels, 3).create(P2_P4).at(Levels.inputs(P2_P4, 1, HEIGHT, WIDTH));
    }

    @ParameterizedTest
    @EnumSource(CenterNetLevels.class)
    void outputsCoverEveryCellOfTheLevels(CenterNetLevels levels) {
        HeadInputs inputs = Levels.inputs(P2_P4, 2, HEIGHT, WIDTH);
        DetectionHead head = config(levels, 3).create(P2_P4);
        CostGraph graph = new CostGraph();

        HeadOutputs outputs = head.build(graph, Levels.pyramid(graph, P2_P4, inputs), inputs, HeadUse.BOTH);

        int cells = head.at(inputs).cells();
        assertThat(cells).isEqualTo(levels == CenterNetLevels.FINEST ? 16 * 17 : 16 * 17 + 8 * 9 + 4 * 5);
        for (Map<String, org.fpn4j.core.graph.Tensor> part : List.of(outputs.predictions(), outputs.learned())) {
            assertThat(part.get(Decoding.CLASS_LOGITS).shape()).isEqualTo(Shape.of(2, cells, 3));
            assertThat(part.get(Decoding.BOX_DELTAS).shape()).isEqualTo(Shape.of(2, cells, 4));
        }
    }

    @ParameterizedTest
    @EnumSource(CenterNetLevels.class)
    void perfectPredictionsDecodeToTheGroundTruth(CenterNetLevels levels) {
        HeadGeometry geometry = geometry(levels);
        ImageTargets targets = geometry.assign(OBJECTS, List.of());

        List<Detection> detections = geometry.decode(perfect(geometry, targets, levels));

        assertThat(detections).extracting(Detection::label).contains(0, 1, 2);
        for (Detection detection : detections) {
            Box box = OBJECTS.boxes().get(OBJECTS.labels().indexOf(detection.label()));
            Box found = detection.box();
            assertThat(new float[] {found.x1(), found.y1(), found.x2(), found.y2()})
                    .containsExactly(new float[] {box.x1(), box.y1(), box.x2(), box.y2()}, within(1e-4f));
        }
    }

    /** Logits of 5 at peaks. */
    private static Map<String, float[]> perfect(HeadGeometry geometry, ImageTargets targets, CenterNetLevels levels) {
        float[] logits = targets.of("heat_map").target().clone();
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logits[i] == 1 ? 5 : Peaks.NO_PEAK;
        }
        float[] boxes = new float[4 * geometry.cells()];
        for (int i = 0; i < boxes.length; i++) {
            boxes[i] = levels == CenterNetLevels.ALL
                    ? Math.abs(targets.of("box_regression").target()[i])
                    : targets.of(i % 4 < 2 ? "offset" : "size").target()[i / 4 * 2 + i % 2];
        }
        return Map.of(Decoding.CLASS_LOGITS, logits, Decoding.BOX_DELTAS, boxes);
    }

    @ParameterizedTest
    @EnumSource(CenterNetLevels.class)
    void everyParameterOfAHeadOfOneClassLearns(CenterNetLevels levels) {
        GroundTruth ofOneClass = new GroundTruth(OBJECTS.boxes(), List.of(0, 0, 0));
        HeadInputs inputs = Levels.inputs(P2_P4, 2, HEIGHT, WIDTH);
        DetectionHead head = config(levels, 1).create(P2_P4);
        Map<String, float[]> targets = Heads.targets(head.at(inputs), List.of(ofOneClass, NOTHING));
        try (Network network = Heads.compileLearning(head, P2_P4, inputs, new Weights(Map.of()))) {
            Map<String, Double> losses = network.backward(Heads.feed(network, targets));

            assertThat(losses.values())
                    .allSatisfy(loss -> assertThat(loss).isFinite().isPositive());
            for (ParameterBuffers.Slot slot : network.buffers().slots()) {
                double sum = 0;
                for (float value : ParameterBuffers.view(network.buffers().gradients(), slot)
                        .toArray()) {
                    sum += Math.abs(value);
                }
                assertThat(sum).as(slot.parameter().name()).isFinite().isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CenterNetLevels.class)
    void anImageWithoutObjectsLearnsThatThereAreNone(CenterNetLevels levels) {
        HeadInputs inputs = Levels.inputs(P2_P4, 1, HEIGHT, WIDTH);
        DetectionHead head = config(levels, 3).create(P2_P4);
        Map<String, float[]> targets = Heads.targets(head.at(inputs), List.of(NOTHING));
        try (Network network = Heads.compileLearning(head, P2_P4, inputs, new Weights(Map.of()))) {
            Map<String, Double> losses = new LinkedHashMap<>(network.backward(Heads.feed(network, targets)));

            assertThat(losses.remove("heat_map")).isFinite().isPositive();
            assertThat(losses.values()).isNotEmpty().containsOnly(0.0);
        }
    }

    @Test
    void ofSeveralObjectsInACellTheSmallestIsLearned() {
        Box large = new Box(0, 0, 40, 40);
        Box small = new Box(15, 15, 25, 24);
        GroundTruth objects = new GroundTruth(List.of(large, small, small), List.of(0, 0, 1));
        HeadGeometry geometry = geometry(CenterNetLevels.FINEST);
        int cell = 4 * 17 + 5;

        ImageTargets targets = geometry.assign(objects, List.of());

        // both centres lie in row 4 or 5; the small one's are at (20, 19.5)
        assertThat(geometry.assignment(new Scene(objects, List.of())).objects()[cell])
                .isEqualTo(1);
        assertThat(targets.of("size").target()[2 * cell]).isEqualTo(2.5f);
        assertThat(targets.of("size").target()[2 * cell + 1]).isEqualTo(2.25f);
        assertThat(targets.of("offset").target()[2 * cell + 1]).isEqualTo(0.875f);
        assertThat(targets.positives()).isEqualTo(3); // two classes in that cell and the large one's own
    }

    @Test
    void aCentreOnTheBorderIsInTheLastCell() {
        GroundTruth objects = new GroundTruth(List.of(new Box(67, 61, 67, 61)), List.of(0));

        ImageTargets targets = geometry(CenterNetLevels.FINEST).assign(objects, List.of());

        assertThat(targets.of("heat_map").target()[3 * (16 * 17 - 1)]).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(CenterNetLevels.class)
    void ignoredRegionsHoldNoNegatives(CenterNetLevels levels) {
        HeadGeometry geometry = geometry(levels);

        ImageTargets targets = geometry.assign(OBJECTS, List.of(new Box(-100, -100, 1000, 1000)));

        float[] heat = targets.of("heat_map").target();
        float[] weights = targets.of("heat_map").weights();
        int[] objects = geometry.assignment(new Scene(OBJECTS, List.of())).objects();
        for (int cell = 0; cell < weights.length; cell++) {
            boolean isPeak = heat[3 * cell] == 1 || heat[3 * cell + 1] == 1 || heat[3 * cell + 2] == 1;
            assertThat(weights[cell]).isEqualTo(isPeak || objects[cell] >= 0 ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(CenterNetLevels.class)
    void labelsOutsideTheClassesAreRejected(CenterNetLevels levels) {
        GroundTruth unknown = new GroundTruth(List.of(new Box(0, 0, 9, 9)), List.of(3));

        assertThatThrownBy(() -> geometry(levels).assign(unknown, List.of())).hasMessage("label[3] must be in [0, 3)");
    }

    @Test
    void lossesAreDividedByObjectsAndByTheirOwnCells() {
        HeadGeometry geometry = geometry(CenterNetLevels.ALL);
        ImageTargets image = geometry.assign(OBJECTS, List.of());
        ImageTargets empty = geometry.assign(NOTHING, List.of());

        Map<String, float[]> values = geometry.losses()
                .collate(List.of(image, empty), HeadState.INITIAL)
                .values();

        float boxes = 0;
        for (float weight : values.get("box_regression_weights")) {
            boxes += weight;
        }
        assertThat(boxes).isCloseTo(2, within(1e-5f)); // the weight of the loss
        assertThat(values.get("heat_map_weights")[0]).isCloseTo(1f / image.positives(), within(1e-6f));
    }

    @Test
    void theFinestLevelMayHaveAWidthOfItsOwn() {
        PyramidSpec uneven = new PyramidSpec("C", List.of(new LevelSpec(3, 8), new LevelSpec(4, 16)));

        DetectionHead head = config(CenterNetLevels.FINEST, 3).create(uneven);

        assertThat(head.at(Levels.inputs(uneven, 1, HEIGHT, WIDTH)).cells()).isEqualTo(8 * 9);
        assertThatThrownBy(() ->
                        new CenterNetConfig().withLevels(CenterNetLevels.ALL).create(uneven))
                .hasMessageContaining("needs levels of one width, got [C3:8, C4:16]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[0, 80]]", "[[0, 1], [1, 2], [2, 3], [3, 4]]"})
    void rangesForOtherThanTheLevelsAreRejected(String ranges) {
        CenterNetConfig given = new CenterNetConfig().withLevels(CenterNetLevels.ALL);
        HeadConfig config = Configs.with(given, "{all: {ranges: " + ranges + "}}");

        assertThatThrownBy(() -> config.create(P2_P4))
                .hasMessageContaining("must be empty or one for each of the levels[P2, P3, P4]");
    }

    @Test
    void rangesThatHoldNoSizeAreRejected() {
        assertThatThrownBy(() -> Configs.with(new CenterNetConfig(), "{all: {ranges: [[0, 80], [64, 64], [5]]}}"))
                .hasStackTraceContaining(
                        "ranges[1][64.0, 64.0] must be a least and a larger size of at most 1e9 pixels")
                .hasStackTraceContaining("ranges[2][5.0] must be a least");
    }

    @Test
    void aRangeOfItsOwnGivesALevelOtherObjects() {
        HeadConfig config =
                Configs.with(config(CenterNetLevels.ALL, 3), "{all: {ranges: [[0, 1], [1, 2], [2, 1000]]}}");
        HeadGeometry geometry = config.create(P2_P4).at(Levels.inputs(P2_P4, 1, HEIGHT, WIDTH));

        int[] objects = geometry.assignment(new Scene(OBJECTS, List.of())).objects();

        for (int cell = 0; cell < 16 * 17 + 8 * 9; cell++) {
            assertThat(objects[cell]).isNegative();
        }
        assertThat(geometry.fits(new Scene(OBJECTS, List.of())))
                .allSatisfy(fit -> assertThat(fit.positives()).isPositive());
    }

    @Test
    void peaksAreWhatTheFinestLevelPredicts() {
        HeadInputs inputs = Levels.inputs(P2_P4, 1, HEIGHT, WIDTH);
        DetectionHead head = config(CenterNetLevels.FINEST, 3).create(P2_P4);
        try (Network network = Heads.compile(head, P2_P4, inputs, Purpose.INFERENCE, new Weights(Map.of()))) {
            float[] logits = network.run(Heads.feed(network, Map.of()), List.of(Decoding.CLASS_LOGITS))
                    .get(Decoding.CLASS_LOGITS)
                    .toArray();

            assertThat(logits).contains(Peaks.NO_PEAK);
            for (float logit : logits) {
                assertThat(logit).isFinite();
            }
        }
    }
}
