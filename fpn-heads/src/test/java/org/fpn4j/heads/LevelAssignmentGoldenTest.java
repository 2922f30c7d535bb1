package org.fpn4j.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.fcos.FcosConfig;
import org.fpn4j.heads.retina.RetinaConfig;
import org.junit.jupiter.api.Test;

/** Positives of twelve objects on every level against torchvision and, for ATSS, the paper's algorithm in numpy. */
class LevelAssignmentGoldenTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 32);
    private static final HeadInputs INPUTS = Levels.inputs(P3_P7, 1, 256, 256);
    private static final Golden GOLDEN = Golden.of("levels");
    private static final List<Box> BOXES = boxes(GOLDEN.floats("boxes"));

    private static List<Box> boxes(float[] corners) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < corners.length; i += 4) {
            boxes.add(new Box(corners[i], corners[i + 1], corners[i + 2], corners[i + 3]));
        }
        return boxes;
    }

    private static Scene scene(List<Box> boxes) {
        return new Scene(new GroundTruth(boxes, boxes.stream().map(box -> 0).toList()), List.of());
    }

    private static HeadGeometry geometry(HeadConfig config) {
        return config.create(P3_P7).at(INPUTS);
    }

    private static List<ObjectFit> fits(HeadConfig config, Box... boxes) {
        return geometry(config).fits(scene(boxes.length == 0 ? BOXES : List.of(boxes)));
    }

    private static float[] flat(List<ObjectFit> fits, Function<ObjectFit, List<Integer>> counts) {
        float[] flat = new float[5 * fits.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = counts.apply(fits.get(i / 5)).get(i % 5);
        }
        return flat;
    }

    private static List<Integer> good(ObjectFit fit) {
        List<Integer> good = new ArrayList<>();
        for (int level = 0; level < fit.cells().size(); level++) {
            good.add(fit.cells().get(level) - fit.lowQuality().get(level));
        }
        return good;
    }

    @Test
    void anchorsAnswerForTheObjectsThatTorchvisionGivesThem() {
        List<ObjectFit> fits = fits(new RetinaConfig());

        assertThat(geometry(new RetinaConfig()).cells()).isEqualTo((int) GOLDEN.number("retina/anchors"));
        assertThat(flat(fits, ObjectFit::cells)).isEqualTo(GOLDEN.floats("retina/positives"));
        assertThat(flat(fits, LevelAssignmentGoldenTest::good)).isEqualTo(GOLDEN.floats("retina/good"));
        float[] best = GOLDEN.floats("retina/best_iou");
        for (int i = 0; i < best.length; i++) {
            assertThat(fits.get(i).bestOverlap().orElseThrow())
                    .isCloseTo(best[i], within(2e-6)); // six digits, and single precision
        }
    }

    @Test
    void pointsAnswerForTheObjectsThatTorchvisionGivesThem() {
        comparePoints(new FcosConfig(), "fcos_radius_1_5");
        comparePoints(
                Configs.with(new FcosConfig(), "assignment: {center_sampling_radius: 0}"), "fcos_no_center_sampling");
    }

    private static void comparePoints(FcosConfig config, String golden) {
        List<ObjectFit> together = fits(config);
        List<ObjectFit> alone = new ArrayList<>();
        BOXES.forEach(box -> alone.addAll(fits(config, box))); // nobody to share a point with: all that it claims
        Map<Integer, Integer> claims = new HashMap<>();
        BOXES.forEach(box -> geometry(config)
                .assignment(scene(List.of(box)))
                .forEach((object, level, cell) -> claims.merge(cell, 1, Integer::sum)));

        assertThat(flat(together, ObjectFit::cells)).isEqualTo(GOLDEN.floats(golden + "/positives"));
        assertThat(flat(alone, ObjectFit::cells)).isEqualTo(GOLDEN.floats(golden + "/claims"));
        assertThat(together.stream().mapToInt(ObjectFit::positives).sum())
                .isEqualTo((int) GOLDEN.number(golden + "/positive_points"));
        assertThat(claims.values().stream().filter(objects -> objects > 1).count())
                .isEqualTo((long) GOLDEN.number(golden + "/ambiguous_points"));
        assertThat(together.stream()
                        .mapToInt(
                                fit -> fit.contested().stream().mapToInt(n -> n).sum())
                        .sum())
                .as("every claim on a point that has several")
                .isEqualTo(claims.values().stream()
                        .filter(objects -> objects > 1)
                        .mapToInt(n -> n)
                        .sum());
    }

    @Test
    void adaptiveSelectionTakesTheAnchorsOfThePapersAlgorithm() {
        RetinaConfig config = Configs.with(
                new RetinaConfig(),
                "anchors: {scale: 8, scales_per_octave: 1, aspect_ratios: [1.0], stride: fixed}\nmatcher: {type: atss, top_k: 9}");

        List<ObjectFit> fits = fits(config);

        assertThat(flat(fits, ObjectFit::cells)).isEqualTo(GOLDEN.floats("atss/positives"));
        assertThat(fits).allSatisfy(fit -> {
            assertThat(fit.lowQuality())
                    .as("every object has a threshold of its own")
                    .isEmpty();
            assertThat(fit.bestOverlap()).isPresent();
        });
    }

    /** A square of 22.6 pixels inside one of 32: 22.6 * 22.6 / (32 * 32); from 22.63 on it is a half. */
    @Test
    void aSquareBelowTwentyThreePixelsFitsNoAnchorWell() {
        Box below = new Box(40, 40, 62.6f, 62.6f);
        Box above = new Box(40, 40, 62.64f, 62.64f);

        List<ObjectFit> fits = new ArrayList<>(fits(new RetinaConfig(), below));
        fits.addAll(fits(new RetinaConfig(), above));

        assertThat(fits.get(0).bestOverlap().orElseThrow()).isCloseTo(0.49879, within(1e-5)); // single precision
        assertThat(fits.get(0).isOnlyLowQuality()).isTrue();
        assertThat(fits.get(0).positives()).isPositive();
        assertThat(fits.get(1).isOnlyLowQuality()).isFalse();
    }

    @Test
    void aBoxBetweenPointsHasNone() {
        List<ObjectFit> fits = fits(new FcosConfig(), new Box(10.3f, 20.2f, 14.9f, 25));

        assertThat(fits.get(0).cells()).containsExactly(0, 0, 0, 0, 0);
        assertThat(fits.get(0).isOnlyLowQuality()).isFalse();
        assertThat(fits.get(0).isAmbiguous()).isFalse();
        assertThat(fits.get(0).bestOverlap()).isEmpty();
    }

    @Test
    void anImageWithoutObjectsHasNoFits() {
        assertThat(geometry(new RetinaConfig()).fits(scene(List.of()))).isEmpty();
        assertThat(geometry(new FcosConfig()).fits(scene(List.of()))).isEmpty();
    }
}
