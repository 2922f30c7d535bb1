package org.fpn4j.heads.rpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.match.IouMatcher;
import org.fpn4j.heads.match.MatcherConfig;
import org.junit.jupiter.api.Test;

/** Anchors of 32 pixels on P2 of an image of 128 x 128: 1024 cells with three each; coarser levels have larger ones. */
class RpnGeometryTest {
    private static final PyramidSpec SPEC = PyramidSpec.uniform("P", 2, 6, 8);
    private static final GroundTruth OBJECT = new GroundTruth(List.of(new Box(48, 48, 80, 80)), List.of(1));
    private static final GroundTruth NOTHING = new GroundTruth(List.of(), List.of());
    private static final Box EVERYTHING = new Box(-1000, -1000, 1000, 1000);

    @Test
    void asManyAnchorsAreSampledAsAreAskedFor() {
        ImageTargets targets = assign(new RpnConfig(), OBJECT, 1);

        float[] sampled = targets.of("objectness").weights();
        assertThat(sum(sampled)).isEqualTo(256);
        assertThat(sampled).containsOnly(0, 1);
        assertThat(targets.of("rpn_box_regression").weights())
                .as("positives have boxes")
                .isEqualTo(positives(targets));
        assertThat(sum(positives(targets))).isEqualTo(targets.positives()).isPositive();
    }

    /** Anchors that overlap the object by 0.3 and more: hundreds, of which no more than half of 20 are drawn. */
    @Test
    void noMoreThanTheirShareArePositives() {
        RpnConfig config =
                new RpnConfig().withMatcher(new IouMatcher(0.3, 0.3, false)).withSampling(new SamplingConfig(20, 0.5));

        ImageTargets targets = assign(config, OBJECT, 1);

        assertThat(targets.positives()).isGreaterThan(10);
        assertThat(sum(targets.of("objectness").weights())).isEqualTo(20);
        assertThat(sum(positives(targets))).isEqualTo(10);
        assertThat(sum(targets.of("rpn_box_regression").weights())).isEqualTo(10);
    }

    @Test
    void theSameDrawIsTheSameSampleAndAnotherAnother() {
        float[] first = assign(new RpnConfig(), OBJECT, 1).of("objectness").weights();

        assertThat(assign(new RpnConfig(), OBJECT, 1).of("objectness").weights())
                .isEqualTo(first);
        assertThat(assign(new RpnConfig(), OBJECT, 2).of("objectness").weights())
                .isNotEqualTo(first);
    }

    @Test
    void whatIsNeitherObjectNorBackgroundIsNeverSampled() {
        RpnConfig config = new RpnConfig().withSampling(new SamplingConfig(100000, 1));
        int[] matches =
                geometry(config).assignment().of(new Scene(OBJECT, List.of())).objects();

        float[] sampled = assign(config, OBJECT, 1).of("objectness").weights();

        assertThat(matches).contains(MatcherConfig.IGNORED);
        for (int anchor = 0; anchor < matches.length; anchor++) {
            assertThat(sampled[anchor]).isEqualTo(matches[anchor] == MatcherConfig.IGNORED ? 0 : 1);
        }
    }

    @Test
    void imagesWithoutObjectsAreAllBackground() {
        ImageTargets targets = assign(new RpnConfig(), NOTHING, 1);

        assertThat(targets.positives()).isZero();
        assertThat(sum(targets.of("objectness").weights())).isEqualTo(256);
        assertThat(targets.of("objectness").target()).containsOnly(0);
        assertThat(targets.of("rpn_box_regression").weights()).containsOnly(0);
    }

    @Test
    void ignoredRegionsHoldNoNegatives() {
        ImageTargets targets =
                geometry(new RpnConfig()).assign(new Scene(OBJECT, List.of(EVERYTHING)), new SplittableRandom(1));

        assertThat(sum(targets.of("objectness").weights())).isEqualTo(targets.positives());
    }

    /** The square anchor of the cell at 64, 64 is the object itself. */
    @Test
    void deltasLeadFromAnchorsToObjects() {
        RpnConfig config = new RpnConfig().withSampling(new SamplingConfig(100000, 1));
        int anchor = 3 * (16 * 32 + 16) + 1;

        ImageTargets targets = assign(config, OBJECT, 1);

        assertThat(geometry(config).anchors().boxes()).contains(48, 48, 80, 80);
        assertThat(targets.of("objectness").target()[anchor]).isEqualTo(1);
        for (int i = 0; i < 4; i++) {
            assertThat(targets.of("rpn_box_regression").target()[4 * anchor + i])
                    .isZero();
        }
    }

    @Test
    void whereBoxesAreComparedTargetsAreBoxes() {
        RpnConfig config = new RpnConfig()
                .withSampling(new SamplingConfig(100000, 1))
                .withBoxLoss(new DeltaLossConfig(DeltaLossConfig.Kind.GIOU, 1, 1));
        int anchor = 3 * (16 * 32 + 16) + 1;

        float[] boxes = assign(config, OBJECT, 1).of("rpn_box_regression").target();

        assertThat(new float[] {boxes[4 * anchor], boxes[4 * anchor + 1], boxes[4 * anchor + 2], boxes[4 * anchor + 3]})
                .containsExactly(48, 48, 80, 80);
    }

    /** One level of one cell with one anchor. */
    @Test
    void oneAnchorIsEnough() {
        PyramidSpec one = PyramidSpec.uniform("P", 5, 5, 8);
        RpnConfig config = new RpnConfig()
                .withAnchors(
                        new RpnConfig().anchors().withAspectRatios(List.of(1.0)).withScale(1));
        RpnGeometry geometry = new RpnGeometry(config, one, Levels.inputs(one, 1, 32, 32));

        ImageTargets found = geometry.assign(
                new Scene(new GroundTruth(List.of(new Box(0, 0, 16, 16)), List.of(0)), List.of()),
                new SplittableRandom(1));
        ImageTargets nothing = geometry.assign(new Scene(NOTHING, List.of()), new SplittableRandom(1));

        assertThat(geometry.anchors().size()).isEqualTo(1);
        assertThat(found.of("objectness").target()).containsExactly(1);
        assertThat(found.of("objectness").weights()).containsExactly(1);
        assertThat(nothing.of("objectness").target()).containsExactly(0);
        assertThat(nothing.of("objectness").weights()).containsExactly(1);
    }

    private static RpnGeometry geometry(RpnConfig config) {
        HeadInputs inputs = Levels.inputs(SPEC, 1, 128, 128);
        return new RpnGeometry(config, SPEC, inputs);
    }

    private static ImageTargets assign(RpnConfig config, GroundTruth objects, long draw) {
        return geometry(config).assign(new Scene(objects, List.of()), new SplittableRandom(draw));
    }

    /** 1 where an anchor was sampled as a positive. */
    private static float[] positives(ImageTargets targets) {
        float[] positives = targets.of("objectness").target().clone();
        for (int i = 0; i < positives.length; i++) {
            positives[i] *= targets.of("objectness").weights()[i];
        }
        return positives;
    }

    private static int sum(float[] values) {
        int sum = 0;
        for (float value : values) {
            sum += (int) value;
        }
        return sum;
    }
}
