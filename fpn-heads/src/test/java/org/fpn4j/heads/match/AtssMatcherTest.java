package org.fpn4j.heads.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.point.LevelGrid;
import org.junit.jupiter.api.Test;

class AtssMatcherTest {
    private static final LevelGrid FINE = new LevelGrid(8, 1, 5, 10, 10, 5, 5, 0);
    private static final LevelGrid COARSE = new LevelGrid(16, 1, 2, 20, 20, 10, 5, 5);

    /** Five squares of 10 pixels side by side. */
    private static final AnchorGrid ROW = new AnchorGrid(List.of(FINE), level -> new float[] {-5, -5, 5, 5});

    @Test
    void positivesExceedMeanPlusDeviationOfTheNearest() {
        // nearest to (25, 5): anchors 2, 1, 3 with overlaps 100 / 260 = 0.385 and twice 80 / 280 = 0.286;
        // mean 0.319, deviation 0.057, threshold 0.376
        Box object = new Box(12, 0, 38, 10);

        assertThat(new AtssMatcher(3).match(ROW, List.of(object))).containsExactly(-1, -1, 0, -1, -1);
    }

    @Test
    void equalOverlapsAreTheirOwnThreshold() {
        Box object = new Box(12, 0, 28, 10); // nearest to (20, 5): anchors 1 and 2, both 80 / 180

        assertThat(new AtssMatcher(2).match(ROW, List.of(object))).containsExactly(-1, 0, 0, -1, -1);
    }

    @Test
    void centresMustLieInsideTheObject() {
        Box object = new Box(0, 0, 4, 10); // overlaps anchor 0 by 0.4, whose centre is at 5

        assertThat(new AtssMatcher(1).match(ROW, List.of(object))).containsExactly(-1, -1, -1, -1, -1);
    }

    @Test
    void theLargestOverlapTakesAnAnchorThatTwoObjectsClaim() {
        Box wide = new Box(8, 0, 22, 10); // anchor 1: 100 / 140
        Box exact = new Box(10, 0, 20, 10); // anchor 1: 1

        assertThat(new AtssMatcher(1).match(ROW, List.of(wide, exact))).containsExactly(-1, 1, -1, -1, -1);
        assertThat(new AtssMatcher(1).match(ROW, List.of(exact, wide))).containsExactly(-1, 0, -1, -1, -1);
    }

    @Test
    void everyLevelGivesCandidates() {
        AnchorGrid levels = new AnchorGrid(
                List.of(FINE, COARSE),
                level -> level.stride() == 8 ? new float[] {-5, -5, 5, 5} : new float[] {-10, -10, 10, 10});
        // (10, 5) is as far from the fine level's first two anchors, 100 / 400 each, and is the centre of the coarse
        // level's first, which is the object. With one candidate a level: 0.25 and 1, mean 0.625, deviation 0.530
        Box object = new Box(0, -5, 20, 15);

        assertThat(new AtssMatcher(1).match(levels, List.of(object))).containsExactly(-1, -1, -1, -1, -1, -1, -1);

        // with three of each: overlaps 0.25, 0.25, 0, 1, 0; mean 0.3, deviation 0.411
        assertThat(new AtssMatcher(3).match(levels, List.of(object))).containsExactly(-1, -1, -1, -1, -1, 0, -1);
    }

    @Test
    void objectsWithoutAreaMatchNothing() {
        assertThat(new AtssMatcher().match(ROW, List.of(new Box(25, 5, 25, 5)))).containsExactly(-1, -1, -1, -1, -1);
    }

    @Test
    void rejectsNoCandidates() {
        assertThatThrownBy(() -> new AtssMatcher(0)).hasMessage("topK[0] must be between 1 and 1000");
    }
}
