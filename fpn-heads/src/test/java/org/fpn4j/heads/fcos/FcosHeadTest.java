package org.fpn4j.heads.fcos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Losses.TargetBatch;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Heads;
import org.fpn4j.heads.Levels;
import org.junit.jupiter.api.Test;

class FcosHeadTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 8);
    private static final PyramidSpec P3 = PyramidSpec.uniform("P", 3, 3, 8);
    private static final HeadInputs INPUTS = Levels.inputs(P3_P7, 1, 128, 128);
    private static final Box OBJECT = new Box(10, 14, 58, 46);

    @Test
    void parametersAreAsManyAsTorchvisions() {
        CostGraph graph = Levels.cost(new FcosConfig(), 256);

        assertThat(graph.parameterCount("head.cls_tower") + graph.parameterCount("head.cls_logits"))
                .isEqualTo(2_572_123);
        assertThat(graph.parameterCount("head.box_tower")
                        + graph.parameterCount("head.box_deltas")
                        + graph.parameterCount("head.centerness"))
                .isEqualTo(2_373_893);
        assertThat(graph.parameterCount("head")).isEqualTo(2_572_123 + 2_373_893);
    }

    @Test
    void parametersHaveStableNames() {
        FcosConfig config = Configs.with(new FcosConfig(), "{tower: {convs: 1}, per_level_scale: true}");

        assertThat(Levels.cost(config, 256).parameters())
                .extracting(parameter -> parameter.name() + " " + parameter.shape())
                .containsExactly(
                        "head.cls_tower.0.weight [256, 256, 3, 3]",
                        "head.cls_tower.0.bias [256]",
                        "head.cls_tower.0.norm.weight [256]",
                        "head.cls_tower.0.norm.bias [256]",
                        "head.cls_logits.weight [91, 256, 3, 3]",
                        "head.cls_logits.bias [91]",
                        "head.box_tower.0.weight [256, 256, 3, 3]",
                        "head.box_tower.0.bias [256]",
                        "head.box_tower.0.norm.weight [256]",
                        "head.box_tower.0.norm.bias [256]",
                        "head.box_deltas.weight [4, 256, 3, 3]",
                        "head.box_deltas.bias [4]",
                        "head.centerness.weight [1, 256, 3, 3]",
                        "head.centerness.bias [1]",
                        "head.scale.P3 [1]",
                        "head.scale.P4 [1]",
                        "head.scale.P5 [1]",
                        "head.scale.P6 [1]",
                        "head.scale.P7 [1]");
    }

    @Test
    void scalesPerLevelLearn() {
        HeadInputs inputs = Levels.inputs(P3, 1, 128, 128);
        DetectionHead head = config("per_level_scale: true").create(P3);
        Map<String, float[]> targets = Heads.targets(head.at(inputs), List.of(one(OBJECT)));
        try (Network network = Heads.compile(head, P3, inputs, Purpose.TRAINING, new Weights(Map.of()))) {
            network.backward(Heads.feed(network, targets));

            ParameterBuffers.Slot scale = network.buffers().slots().stream()
                    .filter(slot -> slot.parameter().name().equals("head.scale.P3"))
                    .findFirst()
                    .orElseThrow();
            assertThat(ParameterBuffers.view(network.buffers().gradients(), scale)
                            .toArray()[0])
                    .isFinite()
                    .isNotZero();
        }
    }

    @Test
    void centernessHangsOnTheChosenTower() {
        assertThat(learning("box")).contains("head.box_tower.0.weight").doesNotContain("head.cls_tower.0.weight");
        assertThat(learning("cls")).contains("head.cls_tower.0.weight").doesNotContain("head.box_tower.0.weight");
    }

    /** Convolutions of towers that learn from the loss of centre-ness alone. */
    private static List<String> learning(String tower) {
        HeadInputs inputs = Levels.inputs(P3, 1, 64, 64);
        DetectionHead head = config(
                        "{centerness_on: " + tower + ", classification_loss: {weight: 0}, box_loss: {weight: 0}}")
                .create(P3);
        Map<String, float[]> targets = Heads.targets(head.at(inputs), List.of(one(OBJECT)));
        try (Network network = Heads.compile(head, P3, inputs, Purpose.TRAINING, new Weights(Map.of()))) {
            network.backward(Heads.feed(network, targets));
            return network.buffers().slots().stream()
                    .filter(slot ->
                            isNotZero(ParameterBuffers.view(network.buffers().gradients(), slot)))
                    .map(slot -> slot.parameter().name())
                    .toList();
        }
    }

    private static boolean isNotZero(FlatVector vector) {
        return vector.memory().algebra().sumOfSquares(vector) > 0;
    }

    @Test
    void targetsAreDistancesInStridesAndCentreness() {
        ImageTargets targets = geometry("{}").assign(one(OBJECT), List.of());

        int cell = 4 * 16 + 4; // the point (32, 32): l 22, t 18, r 26, b 14
        assertThat(slice(targets, "box_regression", 4 * cell)).containsExactly(-2.75f, -2.25f, 3.25f, 1.75f);
        assertThat(targets.of("centerness").target()[cell])
                .isEqualTo((float) Math.sqrt(22.0 / 26 * 14 / 18), within(1e-6f));
        assertThat(targets.of("classification").target()[cell]).isEqualTo(1);
        assertThat(targets.of("centerness").weights()[cell]).isEqualTo(1);
        assertThat(slice(targets, "box_regression", 0)).containsExactly(-1, -1, 1, 1); // background
        assertThat(targets.of("box_regression").weights()[0]).isZero();
    }

    @Test
    void targetsMayBeDistancesInPixels() {
        ImageTargets targets = geometry("normalize_by_stride: false").assign(one(OBJECT), List.of());

        assertThat(slice(targets, "box_regression", 4 * (4 * 16 + 4))).containsExactly(-22, -18, 26, 14);
    }

    private static float[] slice(ImageTargets targets, String name, int from) {
        return Arrays.copyOfRange(targets.of(name).target(), from, from + 4);
    }

    @Test
    void lossesAreDividedByThePositivesOfTheBatch() {
        HeadGeometry geometry = geometry("centerness_loss_weight: 2");
        ImageTargets image = geometry.assign(one(OBJECT), List.of());

        TargetBatch batch = geometry.losses().collate(List.of(image, image), HeadState.INITIAL);

        float expected = 1f / (2 * image.positives());
        assertThat(batch.values().get("classification_weights")[0]).isEqualTo(expected, within(1e-7f));
        assertThat(sum(batch, "box_regression_weights")).isEqualTo(1, within(1e-5));
        assertThat(sum(batch, "centerness_weights")).isEqualTo(2, within(1e-5));
    }

    @Test
    void weightedBoxLossesAreDividedByTheSumOfCentreness() {
        HeadGeometry geometry = geometry("box_loss: {centerness_weighted: true}");
        ImageTargets image = geometry.assign(one(OBJECT), List.of());

        TargetBatch batch = geometry.losses().collate(List.of(image, image), HeadState.INITIAL);

        float[] weights = batch.values().get("box_regression_weights");
        float[] centerness = batch.values().get("centerness_target");
        int best = 4 * 16 + 4;
        int other = 4 * 16 + 3;
        assertThat(sum(batch, "box_regression_weights")).isEqualTo(1, within(1e-5));
        assertThat(weights[best] / weights[other]).isEqualTo(centerness[best] / centerness[other], within(1e-4f));
    }

    private static double sum(TargetBatch batch, String name) {
        double sum = 0;
        for (float value : batch.values().get(name)) {
            sum += value;
        }
        return sum;
    }

    @Test
    void scoresFollowTheirMode() {
        // class 0.9 with centre-ness 0.2, class 0.5 with 0.8, class 0.15 with 0.99
        assertThat(scores("sqrt_product")).containsExactly(0.632f, 0.424f, 0.385f);
        assertThat(scores("cls_then_sqrt_product")).containsExactly(0.632f, 0.424f);
        assertThat(scores("cls_then_product")).containsExactly(0.4f, 0.18f);
    }

    @Test
    void theModePicksTheCandidates() {
        String one = ", candidates_per_level: 1";

        assertThat(scores("sqrt_product", one)).containsExactly(0.632f);
        assertThat(scores("cls_then_sqrt_product", one)).containsExactly(0.632f);
        assertThat(scores("cls_then_product", one)).containsExactly(0.18f);
    }

    private static List<Float> scores(String mode) {
        return scores(mode, "");
    }

    private static List<Float> scores(String mode, String more) {
        HeadGeometry geometry =
                geometry("{score: " + mode + ", postprocess: {score_threshold: 0.3, nms_threshold: 1" + more + "}}");
        float[] logits = new float[3 * geometry.cells()];
        Arrays.fill(logits, -20);
        float[] centerness = new float[geometry.cells()];
        float[][] cells = {{0.9f, 0.2f}, {0.5f, 0.8f}, {0.15f, 0.99f}};
        for (int i = 0; i < cells.length; i++) {
            logits[3 * i] = logit(cells[i][0]);
            centerness[i] = logit(cells[i][1]);
        }
        float[] distances = new float[4 * geometry.cells()];
        Arrays.fill(distances, 1);
        return geometry.decode(Map.of("cls_logits", logits, "centerness", centerness, "box_deltas", distances)).stream()
                .map(detection -> Math.round(detection.score() * 1000) / 1000f)
                .toList();
    }

    private static float logit(double probability) {
        return (float) Math.log(probability / (1 - probability));
    }

    @Test
    void distancesInStridesDecodeToPixels() {
        HeadGeometry geometry = geometry("{}");
        float[] logits = new float[3 * geometry.cells()];
        Arrays.fill(logits, -20);
        int cell = 16 * 16 + 8 + 2; // P4, row 1, column 2: the point (32, 16)
        logits[3 * cell + 2] = 20;
        float[] centerness = new float[geometry.cells()];
        Arrays.fill(centerness, 20);
        float[] distances = new float[4 * geometry.cells()];
        System.arraycopy(new float[] {1, 0.5f, 2, 3}, 0, distances, 4 * cell, 4);

        List<Detection> detections =
                geometry.decode(Map.of("cls_logits", logits, "centerness", centerness, "box_deltas", distances));

        assertThat(detections).containsExactly(new Detection(2, 1, new Box(16, 8, 64, 64)));
    }

    @Test
    void rejectsLimitsThatDoNotFitTheLevels() {
        FcosConfig config = config("assignment: {regression_limits: [64.0, 128.0]}");

        assertThatThrownBy(() -> config.create(P3_P7))
                .hasMessage("assignment.regressionLimits[64.0, 128.0] must be empty or have one limit fewer than "
                        + "levels[P3, P4, P5, P6, P7], that is 4");
        assertThat(config.create(PyramidSpec.uniform("P", 3, 5, 8)).numClasses())
                .isEqualTo(3);
    }

    @Test
    void rejectsWrongValues() {
        assertThatThrownBy(() -> new AssignmentConfig(List.of(64.0, 64.0), false, -1))
                .hasMessage(
                        "regressionLimits[64.0, 64.0] must rise; centerSamplingRadius[-1] must be between 0 and 1000");
        assertThatThrownBy(() -> config("{num_classes: 0, prior: 0, centerness_loss_weight: -1}"))
                .hasMessageContaining(
                        "numClasses[0] must be between 1 and 100000; prior[0] must be between 0 and 1, both excluded; "
                                + "centernessLossWeight[-1] must be between 0 and 1000000");
        assertThatThrownBy(() -> new FcosConfig().create(PyramidSpec.uniform("P", 3, 7, 100)))
                .hasMessage("tower.norm.groups[32] must divide the tower's channels[100]");
        assertThatThrownBy(() -> Configs.with(new FcosConfig(), "assignment: {regression_limits: [64]}")
                        .create(PyramidSpec.uniform("P", 3, 7, 100)))
                .hasMessageStartingWith("tower.norm.groups[32] must divide the tower's channels[100];"
                        + " assignment.regressionLimits[64.0] must be empty");
    }

    private static GroundTruth one(Box box) {
        return new GroundTruth(List.of(box), List.of(1));
    }

    private static FcosConfig config(String yaml) {
        return Configs.with(
                Configs.with(new FcosConfig(), "{num_classes: 3, tower: {convs: 1, norm: {groups: 4}}}"), yaml);
    }

    private static HeadGeometry geometry(String yaml) {
        return config(yaml).create(P3_P7).at(INPUTS);
    }
}
