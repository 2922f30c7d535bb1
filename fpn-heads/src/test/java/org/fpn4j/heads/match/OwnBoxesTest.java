package org.fpn4j.heads.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.anchor.AnchorOrder;
import org.fpn4j.heads.anchor.CellRounding;
import org.fpn4j.heads.anchor.SizeRounding;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.point.GridStride;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Matchers on boxes and overlaps that no grid laid out: the same answers as on a grid. */
class OwnBoxesTest {
    private static final PyramidSpec P3_P5 = PyramidSpec.uniform("P", 3, 5, 8);

    static Stream<MatcherConfig> matchers() {
        return Stream.of(new IouMatcher(), new IouMatcher(0.7, 0.3, true), new AtssMatcher(3), new AtssMatcher());
    }

    @ParameterizedTest
    @MethodSource("matchers")
    void boxesOfAGridMatchAsTheGridDoes(MatcherConfig matcher) {
        AnchorGrid grid = oneAnchorPerCell();
        List<Integer> ends = Arrays.stream(grid.ends()).boxed().toList();
        SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 20; run++) {
            List<Box> objects = objects(random, random.nextInt(6));

            assertThat(matcher.match(grid.boxes(), ends, objects)).isEqualTo(matcher.match(grid, objects));
        }
    }

    @Test
    void overlapsMatchAsTheirBoxesDo() {
        AnchorGrid grid = oneAnchorPerCell();
        List<Box> objects = objects(new SplittableRandom(6), 5);
        float[][] overlaps = new float[objects.size()][grid.size()];
        for (int object = 0; object < overlaps.length; object++) {
            for (int anchor = 0; anchor < grid.size(); anchor++) {
                overlaps[object][anchor] = Overlap.iou(grid.boxes(), 4 * anchor, objects.get(object));
            }
        }

        assertThat(new IouMatcher().match(overlaps, grid.size())).isEqualTo(new IouMatcher().match(grid, objects));
    }

    /**
     * Column by column: 0.2 is background; 0.65 is the second object's best and above the threshold; 0.2 again; 0.6 is the
     * first object's best. The third object's best is 0.45, which is low but its own.
     */
    @Test
    void aMatrixIsEnough() {
        float[][] overlaps = {{0.15f, 0.45f, 0.2f, 0.6f}, {0.2f, 0.65f, 0.05f, 0.1f}, {0.1f, 0.1f, 0.45f, 0.1f}};

        assertThat(new IouMatcher(0.5, 0.4, true).match(overlaps, 4)).containsExactly(-1, 1, 2, 0);
        assertThat(new IouMatcher(0.5, 0.4, false).match(overlaps, 4)).containsExactly(-1, 1, -2, 0);
    }

    @Test
    void withoutObjectsAllIsBackgroundAndWithoutBoxesThereIsNothing() {
        float[] boxes = {0, 0, 10, 10, 5, 5, 9, 9};
        List<Box> object = List.of(new Box(0, 0, 10, 10));

        assertThat(new IouMatcher().match(new float[0][], 3)).containsExactly(-1, -1, -1);
        assertThat(new IouMatcher().match(new float[][] {{}}, 0)).isEmpty();
        for (MatcherConfig matcher : matchers().toList()) {
            assertThat(matcher.match(boxes, List.of())).containsExactly(-1, -1);
            assertThat(matcher.match(new float[0], object)).isEmpty();
        }
    }

    @Test
    void overlapsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new IouMatcher().match(new float[][] {{0.5f}, {0.1f, 0.2f}}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("object[1] has overlaps with [2] of [1] anchors");
        assertThatThrownBy(() -> new IouMatcher().match(new float[][] {{Float.NaN}}, 1))
                .hasMessage("overlap[NaN] of object[0] must be between 0 and 1");
    }

    private static AnchorGrid oneAnchorPerCell() {
        return new AnchorConfig(
                        8,
                        1,
                        List.of(1.0),
                        AnchorOrder.BY_RATIO,
                        SizeRounding.NONE,
                        CellRounding.NONE,
                        0.5,
                        GridStride.FIXED)
                .grid(P3_P5, Levels.inputs(P3_P5, 1, 200, 300));
    }

    private static List<Box> objects(SplittableRandom random, int count) {
        List<Box> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float x = (float) random.nextDouble(0, 250);
            float y = (float) random.nextDouble(0, 150);
            objects.add(new Box(x, y, x + (float) random.nextDouble(0, 120), y + (float) random.nextDouble(0, 120)));
        }
        return objects;
    }
}
