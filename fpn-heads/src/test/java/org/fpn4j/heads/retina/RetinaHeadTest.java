package org.fpn4j.heads.retina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Losses.TargetBatch;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Levels;
import org.junit.jupiter.api.Test;

class RetinaHeadTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 8);
    private static final Box FIRST = new Box(10, 10, 42, 42);
    private static final Box SECOND = new Box(60, 60, 124, 124);

    @Test
    void parametersAreAsManyAsTorchvisions() {
        CostGraph graph = Levels.cost(new RetinaConfig(), 256);

        assertThat(graph.parameterCount("head.cls_tower") + graph.parameterCount("head.cls_logits"))
                .isEqualTo(4_248_115);
        assertThat(graph.parameterCount("head.box_tower") + graph.parameterCount("head.box_deltas"))
                .isEqualTo(2_443_300);
        assertThat(graph.parameterCount("head")).isEqualTo(4_248_115 + 2_443_300);
    }

    @Test
    void groupNormTakesTheBiasesAway() {
        RetinaConfig v2 =
                Configs.with(new RetinaConfig(), "tower: {norm: {type: group_norm, groups: 32, epsilon: 1.0e-5}}");

        // 8 convolutions lose 256 biases and gain 2 * 256 of the norm
        assertThat(Levels.cost(v2, 256).parameterCount("head")).isEqualTo(4_248_115 + 2_443_300 + 8 * 256);
    }

    @Test
    void parametersHaveStableNames() {
        assertThat(Levels.cost(Configs.with(new RetinaConfig(), "tower: {convs: 1}"), 256)
                        .parameters())
                .extracting(parameter -> parameter.name() + " " + parameter.shape())
                .containsExactly(
                        "head.cls_tower.0.weight [256, 256, 3, 3]",
                        "head.cls_tower.0.bias [256]",
                        "head.cls_logits.weight [819, 256, 3, 3]",
                        "head.cls_logits.bias [819]",
                        "head.box_tower.0.weight [256, 256, 3, 3]",
                        "head.box_tower.0.bias [256]",
                        "head.box_deltas.weight [36, 256, 3, 3]",
                        "head.box_deltas.bias [36]");
    }

    @Test
    void scoresStartAtThePrior() {
        for (Parameter parameter : Levels.cost(new RetinaConfig(), 256).parameters()) {
            if (parameter.role() == Parameter.Role.WEIGHT) {
                assertThat(parameter.initializer()).isEqualTo(new Initializer.Normal(0.01));
            } else {
                double expected = parameter.name().equals("head.cls_logits.bias") ? -4.59512 : 0; // -ln 99
                assertThat(((Initializer.Constant) parameter.initializer()).value())
                        .isEqualTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void boxTargetsAreDeltasOrBoxes() {
        ImageTargets deltas = geometry("{}").assign(one(FIRST), List.of());
        ImageTargets boxes = geometry("box_loss: {kind: giou}").assign(one(FIRST), List.of());

        int anchor = positive(deltas);
        assertThat(boxes.positives()).isEqualTo(deltas.positives());
        assertThat(boxes.of("box_regression").target()[4 * anchor + 2]).isEqualTo(42);
        assertThat(deltas.of("box_regression").target()[4 * anchor + 2]).isBetween(-1f, 1f);
    }

    private static int positive(ImageTargets targets) {
        float[] labels = targets.of("classification").target();
        int anchor = 0;
        while (labels[anchor] < 0) {
            anchor++;
        }
        return anchor;
    }

    @Test
    void targetsOfBackgroundAnchorsMakeFiniteOverlaps() {
        float[] boxes = geometry("box_loss: {kind: giou}")
                .assign(one(FIRST), List.of())
                .of("box_regression")
                .target();

        for (int i = 0; i < boxes.length; i += 4) {
            assertThat(new Box(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]).hasArea())
                    .isTrue();
        }
    }

    @Test
    void perImageDividesByTheImagesPositivesAndTheImages() {
        assertWeights("{}", 1.0 / (2 * positives(FIRST)), 1.0 / (2 * positives(FIRST)));
    }

    @Test
    void batchesDivideByAllPositives() {
        double all = positives(FIRST) + positives(SECOND);

        assertWeights("normalizer: {kind: batch}", 1 / all, 1 / all);
    }

    @Test
    void weightsOfLossesMultiply() {
        double image = 2 * positives(FIRST);

        assertWeights("{classification_loss: {weight: 3}, box_loss: {weight: 5}}", 3 / image, 5 / image);
    }

    private static int positives(Box box) {
        return geometry("{}").assign(one(box), List.of()).positives();
    }

    /** Weights of the first image of a batch of two. */
    private static void assertWeights(String yaml, double classWeight, double boxWeight) {
        HeadGeometry geometry = geometry(yaml);
        ImageTargets first = geometry.assign(one(FIRST), List.of());
        ImageTargets second = geometry.assign(one(SECOND), List.of());

        TargetBatch batch = geometry.losses().collate(List.of(first, second), HeadState.INITIAL);

        assertThat(batch.values().get("classification_weights")[0]).isEqualTo((float) classWeight, within(1e-7f));
        assertThat(batch.values().get("box_regression_weights")[positive(first)])
                .isEqualTo((float) boxWeight, within(1e-7f));
        assertThat(batch.values().get("box_regression_weights")).contains(0);
    }

    @Test
    void theRunningMeanIsHandedOn() {
        HeadGeometry geometry = geometry("normalizer: {kind: running_mean, initial: 50}");
        ImageTargets image = geometry.assign(one(FIRST), List.of());

        TargetBatch first = geometry.losses().collate(List.of(image), HeadState.INITIAL);
        TargetBatch second = geometry.losses().collate(List.of(image), first.state());

        double mean = 0.9 * 50 + 0.1 * image.positives();
        assertThat(first.state().number("mean").orElseThrow()).isEqualTo(mean, within(1e-9));
        assertThat(first.values().get("classification_weights")[0]).isEqualTo((float) (1 / mean), within(1e-7f));
        assertThat(second.state().number("mean").orElseThrow())
                .isEqualTo(0.9 * mean + 0.1 * image.positives(), within(1e-9));
    }

    @Test
    void anchorsInsideACrowdAreIgnored() {
        assertThat(label(new Box(7, -1, 9, 1))).isEqualTo(-2); // around the centre
        assertThat(label(new Box(8, -4, 14, 4))).isEqualTo(-1); // the centre on its border, half of the area
        assertThat(label(new Box(4, 0.1f, 12, 4))).isEqualTo(-1); // less than half
        assertThat(label(new Box(4, -4, 12, -0.1f), new Box(4, 0.1f, 12, 4))).isEqualTo(-1); // regions do not add up
    }

    /** The label of the anchor 4, -4, 12, 4 beside these regions. */
    private static float label(Box... crowds) {
        HeadGeometry geometry = geometry("anchors: {scale: 1, scales_per_octave: 1, aspect_ratios: [1.0]}");
        GroundTruth nothing = new GroundTruth(List.of(), List.of());
        return geometry.assign(nothing, List.of(crowds)).of("classification").target()[1];
    }

    @Test
    void detectionsAreClippedAndLimited() {
        HeadGeometry geometry = geometry("postprocess: {max_detections: 1, score_threshold: 0.6}");
        float[] logits = new float[geometry.cells() * 3]; // 0.5 everywhere
        logits[1] = 3;
        logits[5] = 1;

        assertThat(geometry.decode(Map.of("cls_logits", logits, "box_deltas", new float[4 * geometry.cells()])))
                .singleElement()
                .satisfies(detection -> {
                    assertThat(detection.label()).isEqualTo(1);
                    assertThat(detection.score()).isEqualTo(0.95257413f, within(1e-6f)); // 1 / (1 + e^-3)
                    assertThat(detection.box()).isEqualTo(new Box(0, 0, 23, 11)); // -23, -11, 23, 11
                });
    }

    @Test
    void rejectsWrongValues() {
        assertThatThrownBy(() -> Configs.with(new RetinaConfig(), "{num_classes: 0, prior: 1}"))
                .hasMessageContaining(
                        "numClasses[0] must be between 1 and 100000; prior[1] must be between 0 and 1, both excluded");
        RetinaConfig grouped =
                Configs.with(new RetinaConfig(), "tower: {norm: {type: group_norm, groups: 32, epsilon: 1.0e-5}}");
        assertThatThrownBy(() -> grouped.create(PyramidSpec.uniform("P", 3, 7, 88)))
                .hasMessage("tower.norm.groups[32] must divide the tower's channels[88]");
        RetinaConfig sized = Configs.with(grouped, "anchors: {sizes: [32, 64]}");
        assertThatThrownBy(() -> sized.create(PyramidSpec.uniform("P", 3, 5, 88)))
                .hasMessageStartingWith(
                        "tower.norm.groups[32] must divide the tower's channels[88]; anchors.sizes[32.0, 64.0]");
    }

    private static GroundTruth one(Box box) {
        return new GroundTruth(List.of(box), List.of(1));
    }

    private static HeadGeometry geometry(String yaml) {
        RetinaConfig config = Configs.with(Configs.with(new RetinaConfig(), "num_classes: 3"), yaml);
        return config.create(P3_P7).at(Levels.inputs(P3_P7, 1, 128, 128));
    }
}
