package org.fpn4j.heads.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.NoRoomException;
import org.fpn4j.core.head.ProposedRegions;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Configs;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.mask.MaskRcnnConfig;
import org.junit.jupiter.api.Test;

/** What does not fit is named. */
class FasterRcnnConfigTest {
    private static final PyramidSpec SPEC = PyramidSpec.uniform("P", 2, 6, 8);
    private static final Box OBJECT = new Box(4, 4, 20, 20);

    @Test
    void aLevelThatThePyramidLacksIsRefused() {
        PyramidSpec short3 = PyramidSpec.uniform("P", 2, 4, 8);

        assertThatThrownBy(() -> new FasterRcnnConfig().create(short3))
                .hasMessage("roi.pool.max_level[5] must be one of the pyramid's levels [P2, P3, P4]");
    }

    @Test
    void levelsOfSeveralWidthsAreRefused() {
        PyramidSpec uneven = new PyramidSpec("C", List.of(new LevelSpec(4, 8), new LevelSpec(5, 16)));

        assertThatThrownBy(() -> new FasterRcnnConfig().create(uneven))
                .hasMessageContaining("type[faster_rcnn] needs levels of one width, got [C4:8, C5:16]");
    }

    @Test
    void whatDoesNotFitInEitherStageIsToldAtOnce() {
        FasterRcnnConfig config = Configs.with(
                new FasterRcnnConfig(),
                "rpn: {tower: {norm: {type: group_norm, groups: 3, epsilon: 1e-5}}, anchors: {sizes: [32, 64]}}");

        assertThatThrownBy(() -> config.create(PyramidSpec.uniform("P", 2, 4, 8)))
                .hasMessage("rpn.tower.norm.groups[3] must divide the tower's channels[8];"
                        + " rpn.anchors.sizes[32.0, 64.0] must be empty or scales_per_octave[1] for each of"
                        + " levels[P2, P3, P4], that is 3;"
                        + " roi.pool.max_level[5] must be one of the pyramid's levels [P2, P3, P4]");
    }

    @Test
    void masksAreAmongWhatDoesNotFit() {
        PyramidSpec uneven = new PyramidSpec("C", List.of(new LevelSpec(3, 8), new LevelSpec(4, 16)));

        assertThatThrownBy(() -> new MaskRcnnConfig().create(uneven))
                .hasMessage("type[mask_rcnn] needs levels of one width, got [C3:8, C4:16];"
                        + " roi.pool.max_level[5] must be one of the pyramid's levels [C3, C4];"
                        + " mask.pool.max_level[5] must be one of the pyramid's levels [C3, C4]");
    }

    @Test
    void objectsWithoutAnAnchorAreLearnedByTheSecondStage() {
        assertThat(geometry("{}").withoutCells())
                .isEqualTo(
                        "the first stage does not learn to propose them; the second learns them from their own boxes");
        assertThat(geometry("roi: {with_objects: false}").withoutCells())
                .endsWith("the second learns them where other proposals overlap them enough");
    }

    @Test
    void regionsHaveNoBoxesToCompare() {
        assertThatThrownBy(() -> Configs.with(new FasterRcnnConfig(), "roi: {box_loss: {kind: giou}}"))
                .hasMessageContaining(
                        "boxLoss[GIOU] compares boxes, which regions have none of; l1 and smooth_l1 compare deltas");
    }

    @Test
    void numbersOutsideTheirBoundsAreRefused() {
        assertThatThrownBy(() -> new FasterRcnnConfig().withNumClasses(0))
                .hasMessage("numClasses[0] must be between 1 and 100000");
        assertThatThrownBy(() -> new TwoMlp(0)).hasMessage("width[0] must be between 1 and 65536");
        assertThatThrownBy(() -> new DetectionsConfig(-1, 2, 0, -1))
                .hasMessage(
                        "scoreThreshold[-1] must be between 0 and 1; nmsThreshold[2] must be between 0 and 1;"
                                + " maxDetections[0] must be between 1 and 100000; leastSide[-1] must be between 0 and 1000000");
    }

    @Test
    void moreObjectsThanThereIsRoomForAreRefused() {
        HeadGeometry geometry = geometry("roi: {max_objects: 2}");
        GroundTruth two = new GroundTruth(List.of(OBJECT, OBJECT), List.of(0, 2));

        assertThatThrownBy(() -> geometry.assign(two, List.of(OBJECT)))
                .isInstanceOf(NoRoomException.class)
                .hasMessage("roi.max_objects[2] must be >= 3, the number of objects and ignored regions of an image");
        assertThat(geometry.needs(new Scene(two, List.of(OBJECT))))
                .containsExactly(new RoomNeed("roi.max_objects", 2, 3, "objects and ignored regions"));
        assertThat(geometry.needs(new Scene(two, List.of()))).allMatch(RoomNeed::fits);
        assertThat(geometry.assign(two, List.of()).givens().get(FasterRcnnHead.OBJECTS))
                .containsExactly(4, 4, 20, 20, 0, 1, 4, 4, 20, 20, 2, 1);
    }

    @Test
    void classesThatThereAreNotAreRefused() {
        GroundTruth unknown = new GroundTruth(List.of(OBJECT), List.of(3));

        assertThatThrownBy(() -> geometry("{}").assign(unknown, List.of())).hasMessage("label[3] must be in [0, 3)");
    }

    @Test
    void theGraphIsToldOfObjectsThenIgnoredRegionsThenNothing() {
        HeadGeometry geometry = geometry("roi: {max_objects: 3}");

        ImageTargets targets =
                geometry.assign(new GroundTruth(List.of(OBJECT), List.of(1)), List.of(new Box(0, 0, 9, 9)));

        assertThat(targets.givens().get(FasterRcnnHead.OBJECTS))
                .containsExactly(4, 4, 20, 20, 1, 1, 0, 0, 9, 9, -2, 0, 0, 0, 0, 0, -1, 0);
    }

    /** Anchors of 64x64 pixels have levels P2 to P6 with 16 x 16, 8 x 8, 4 x 4, 2 x 2 and 1 cells of three anchors each. */
    @Test
    void regionsAreToldWithTheLevelsOfTheirAnchorsAndOfTheirMaps() {
        HeadGeometry geometry = geometry("rpn: {proposals: {prediction: {per_level: 1, most: 2}}}");
        float[] logits = new float[geometry.cells()];
        logits[1 + 3 * (8 * 16 + 8)] = 2; // in the middle of P2: 32 x 32 pixels, as all of its level
        logits[3 * (256 + 64 + 16 + 4) + 1] = 3; // of P6: 512 pixels, clipped to the image

        ProposedRegions proposed = geometry.proposed(
                        RawOutputs.of(Map.of("rpn_objectness", logits, "rpn_deltas", new float[4 * logits.length])))
                .orElseThrow();

        assertThat(proposed.levels()).containsExactly("P2", "P3", "P4", "P5", "P6");
        assertThat(proposed.pooling()).containsExactly("P2", "P3", "P4", "P5");
        assertThat(proposed.isFused()).isFalse();
        assertThat(proposed.regions())
                .containsExactly(
                        new ProposedRegions.Region(new Box(0, 0, 64, 64), "P6", List.of("P2")),
                        new ProposedRegions.Region(new Box(16, 16, 48, 48), "P2", List.of("P2")));
    }

    /** A number for each proposal and object, drawn by the number of the scene alone. */
    @Test
    void theSameDrawHasTheSameNumbers() {
        HeadGeometry geometry = geometry("{rpn: {proposals: {training: {most: 100}}}, roi: {max_objects: 5}}");

        float[] first = draws(geometry, 7);
        float[] second = draws(geometry, 7);
        float[] other = draws(geometry, 8);

        assertThat(first).hasSize(105).isEqualTo(second).isNotEqualTo(other);
        for (float number : first) {
            assertThat(number).isGreaterThanOrEqualTo(0).isLessThan(1);
        }
    }

    private static float[] draws(HeadGeometry geometry, long draw) {
        Scene scene = new Scene(new GroundTruth(Collections.emptyList(), Collections.emptyList()), List.of(), draw);
        return geometry.assign(scene).givens().get(FasterRcnnHead.DRAWS);
    }

    private static HeadGeometry geometry(String yaml) {
        return Configs.with(Configs.with(new FasterRcnnConfig(), "num_classes: 3"), yaml)
                .create(SPEC)
                .at(Levels.inputs(SPEC, 1, 64, 64));
    }
}
