package org.fpn4j.heads.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.point.LevelGrid;
import org.junit.jupiter.api.Test;

class ForceMatcherTest {
    /** Five squares of 10 pixels side by side: 0..10, 10..20, ... */
    private static final AnchorGrid ROW =
            new AnchorGrid(List.of(new LevelGrid(8, 1, 5, 10, 10, 5, 5, 0)), level -> new float[] {-5, -5, 5, 5});

    private static final Box EXACT = new Box(0, 0, 10, 10); // anchor 0: 1
    private static final Box BETWEEN = new Box(14, 0, 24, 10); // anchor 1: 60 / 140 = 0.43, anchor 2: 40 / 160 = 0.25
    private static final Box TIED = new Box(35, 0, 45, 10); // anchors 3 and 4: 50 / 150 = 0.33

    private static int[] match(double foreground, Box... objects) {
        return new ForceMatcher(foreground, ForceMatcher.Contested.FIRST).match(ROW, List.of(objects));
    }

    @Test
    void everyObjectGetsItsBestAnchorAndNothingIsIgnored() {
        assertThat(match(0.5, EXACT, BETWEEN, TIED)).containsExactly(0, 1, -1, 2, -1);
    }

    @Test
    void theThresholdBelongsToPositives() {
        assertThat(match(50.0 / 150, EXACT, BETWEEN, TIED)).containsExactly(0, 1, -1, 2, 2);
    }

    /** The smaller box lies inside anchor 0, which overlaps the exact one more. */
    @Test
    void anAnchorIsTakenFromTheObjectThatItOverlapsMore() {
        Box inside = new Box(0, 0, 10, 5); // anchor 0: 50 / 100

        assertThat(match(0.5, inside, EXACT)).containsExactly(0, -1, -1, -1, -1);
        assertThat(match(0.5, EXACT, inside)).containsExactly(0, -1, -1, -1, -1);
    }

    @Test
    void whatOverlapsNoAnchorMatchesNothing() {
        assertThat(match(0.5, new Box(200, 200, 210, 210))).containsExactly(-1, -1, -1, -1, -1);
        assertThat(match(0.5)).containsExactly(-1, -1, -1, -1, -1);
        assertThat(match(0, new Box(3, 3, 3, 8))).containsExactly(-1, -1, -1, -1, -1);
    }

    @Test
    void boxesMatchAsTheirGridDoes() {
        List<Box> objects = List.of(EXACT, BETWEEN, TIED);

        assertThat(new ForceMatcher().match(ROW.boxes(), objects))
                .containsExactly(new ForceMatcher().match(ROW, objects));
    }
}
