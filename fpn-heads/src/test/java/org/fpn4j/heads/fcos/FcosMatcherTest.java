package org.fpn4j.heads.fcos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcosMatcherTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 8);
    private static final HeadInputs INPUTS = Levels.inputs(P3_P7, 1, 2048, 2048);
    private static final List<LevelGrid> GRIDS = new PointConfig().grids(P3_P7, INPUTS); // points at multiples of 8
    private static final AssignmentConfig STRICT = new AssignmentConfig(List.of(), false, 0);
    private static final AssignmentConfig INCLUSIVE = new AssignmentConfig(List.of(), true, 0);

    /* The point (1024, 1024) is one of every level; the box reaches the given distance to the right of it. */
    @ParameterizedTest
    @CsvSource({
        "63, P3, P3",
        "64, none, P3 P4",
        "65, P4, P4",
        "127, P4, P4",
        "128, none, P4 P5",
        "129, P5, P5",
        "256, none, P5 P6",
        "512, none, P6 P7",
        "513, P7, P7",
        "1000, P7, P7"
    })
    void rangesOfLevels(float distance, String strict, String inclusive) {
        Box box = new Box(1023, 1023, 1024 + distance, 1025);

        assertThat(levels(STRICT, box)).isEqualTo(strict);
        assertThat(levels(INCLUSIVE, box)).isEqualTo(inclusive);
    }

    @Test
    void listedLimitsReplaceStrides() {
        AssignmentConfig listed = new AssignmentConfig(List.of(10.0, 20.0, 30.0, 40.0), false, 0);

        assertThat(levels(listed, new Box(1023, 1023, 1024 + 25, 1025))).isEqualTo("P5");
    }

    /** Levels whose point (1024, 1024) takes the box. */
    private static String levels(AssignmentConfig config, Box box) {
        int[] matches = new FcosMatcher(config, P3_P7, GRIDS).match(List.of(box), List.of());
        String found = "";
        for (int level = 0; level < GRIDS.size(); level++) {
            LevelGrid grid = GRIDS.get(level);
            int cell = 1024 / grid.stride();
            if (matches[grid.first() + cell * grid.width() + cell] == 0) {
                found += " P" + (level + 3);
            }
        }
        return found.isEmpty() ? "none" : found.trim();
    }

    @Test
    void samplingKeepsPointsNearTheCentre() {
        Box box = new Box(16, 16, 64, 64); // centre (40, 40), 1.5 strides are 12 pixels: 32, 40, 48 on both axes

        assertThat(points(new AssignmentConfig(), box))
                .containsExactly("32,32", "40,32", "48,32", "32,40", "40,40", "48,40", "32,48", "40,48", "48,48");
    }

    @Test
    void theRadiusItselfIsOutside() {
        Box box = new Box(20, 20, 68, 60); // centre (44, 40): 32 and 56 are exactly 12 away on the x axis

        assertThat(points(new AssignmentConfig(), box))
                .containsExactly("40,32", "48,32", "40,40", "48,40", "40,48", "48,48");
    }

    @Test
    void pointsOnTheBorderAreOutside() {
        Box box = new Box(32, 32, 48, 41);

        assertThat(points(STRICT, box)).containsExactly("40,40");
        assertThat(points(new AssignmentConfig(), box)).containsExactly("40,40");
    }

    private static List<String> points(AssignmentConfig config, Box box) {
        LevelGrid fine = GRIDS.get(0);
        int[] matches = new FcosMatcher(config, P3_P7, GRIDS).match(List.of(box), List.of());
        return IntStream.range(0, fine.cells())
                .filter(cell -> matches[cell] == 0)
                .mapToObj(cell -> (int) fine.x(cell % fine.width()) + "," + (int) fine.y(cell / fine.width()))
                .toList();
    }

    @Test
    void theSmallestObjectWinsAndTheFirstOfEquals() {
        Box large = new Box(20, 20, 60, 60);
        Box small = new Box(30, 30, 50, 50);
        LevelGrid fine = GRIDS.get(0);
        int middle = 5 * fine.width() + 5; // (40, 40)
        FcosMatcher matcher = new FcosMatcher(new AssignmentConfig(), P3_P7, GRIDS);

        assertThat(matcher.match(List.of(large, small), List.of())[middle]).isEqualTo(1);
        assertThat(matcher.match(List.of(small, large), List.of())[middle]).isZero();
        assertThat(matcher.match(List.of(large, small, small), List.of())[middle])
                .isEqualTo(1);
    }

    @Test
    void ignoredRegionsLeaveObjectsAlone() {
        Box object = new Box(36, 36, 44, 44);
        LevelGrid fine = GRIDS.get(0);

        int[] matches = new FcosMatcher(new AssignmentConfig(), P3_P7, GRIDS)
                .match(List.of(object), List.of(new Box(30, 30, 50, 42)));

        assertThat(matches[5 * fine.width() + 5]).isZero(); // (40, 40)
        assertThat(matches[4 * fine.width() + 5]).isEqualTo(FcosMatcher.IGNORED); // (40, 32)
        assertThat(matches[6 * fine.width() + 5]).isEqualTo(FcosMatcher.BACKGROUND); // (40, 48)
    }

    @Test
    void boxesWithoutAreaMatchNothing() {
        assertThat(points(STRICT, new Box(40, 40, 40, 40))).isEmpty();
    }

    @Test
    void objectsOfACellOrMoreAreNeverLost() {
        FcosMatcher matcher = new FcosMatcher(
                new AssignmentConfig(),
                P3_P7,
                new PointConfig(0.5, OffsetRounding.NONE, GridStride.FIXED).grids(P3_P7, INPUTS));
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 300; i++) {
            float side = (float) random.nextDouble(17, 900);
            float x = (float) random.nextDouble(0, 2048 - side);
            float y = (float) random.nextDouble(0, 2048 - side);

            int[] matches = matcher.match(List.of(new Box(x, y, x + side, y + side)), List.of());

            assertThat(Arrays.stream(matches).anyMatch(match -> match == 0))
                    .as("side %s at %s, %s", side, x, y)
                    .isTrue();
        }
    }
}
