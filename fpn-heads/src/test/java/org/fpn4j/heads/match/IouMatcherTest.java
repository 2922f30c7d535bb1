package org.fpn4j.heads.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.anchor.AnchorConfig;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.point.LevelGrid;
import org.junit.jupiter.api.Test;

class IouMatcherTest {
    /** Five squares of 10 pixels side by side: 0..10, 10..20, ... */
    private static final AnchorGrid ROW =
            new AnchorGrid(List.of(new LevelGrid(8, 1, 5, 10, 10, 5, 5, 0)), level -> new float[] {-5, -5, 5, 5});

    private static final Box EXACT = new Box(0, 0, 10, 10); // anchor 0: 1
    private static final Box BETWEEN = new Box(14, 0, 24, 10); // anchor 1: 60 / 140 = 0.43, anchor 2: 40 / 160 = 0.25
    private static final Box TIED = new Box(35, 0, 45, 10); // anchors 3 and 4: 50 / 150 = 0.33

    @Test
    void thresholdsDivideAnchors() {
        int[] matches = new IouMatcher(0.5, 0.4, false).match(ROW, List.of(EXACT, BETWEEN, TIED));

        assertThat(matches).containsExactly(0, -2, -1, -1, -1);
    }

    @Test
    void thresholdsBelongToTheUpperSide() {
        Box third = TIED; // 50 / 150

        assertThat(new IouMatcher(1.0 / 3, 0.1, false).match(ROW, List.of(third)))
                .containsExactly(-1, -1, -1, 0, 0);
        assertThat(new IouMatcher(0.5, 1.0 / 3, false).match(ROW, List.of(third)))
                .containsExactly(-1, -1, -1, -2, -2);
    }

    @Test
    void everyObjectKeepsItsBestAnchorsIncludingTies() {
        int[] matches = new IouMatcher().match(ROW, List.of(EXACT, BETWEEN, TIED));

        assertThat(matches).containsExactly(0, 1, -1, 2, 2);
    }

    @Test
    void aLowQualityMatchLeavesTheAnchorToItsBestObject() {
        Box thin = new Box(0, 0, 10, 4); // its best anchor is 0, at 0.4, which overlaps EXACT more

        assertThat(new IouMatcher().match(ROW, List.of(thin, EXACT))).containsExactly(1, -1, -1, -1, -1);
    }

    @Test
    void theFirstOfEqualObjectsWins() {
        assertThat(new IouMatcher().match(ROW, List.of(EXACT, EXACT))).containsExactly(0, -1, -1, -1, -1);
    }

    @Test
    void objectsOutsideOrWithoutAreaMatchNothing() {
        List<Box> objects = List.of(new Box(500, 500, 510, 510), new Box(5, 5, 5, 9));

        assertThat(new IouMatcher().match(ROW, objects)).containsExactly(-1, -1, -1, -1, -1);
        assertThat(new IouMatcher().match(ROW, List.of())).containsExactly(-1, -1, -1, -1, -1);
    }

    @Test
    void lookingAtWindowsFindsWhatLookingEverywhereFinds() {
        PyramidSpec spec = PyramidSpec.uniform("P", 3, 7, 8);
        AnchorGrid anchors = new AnchorConfig().grid(spec, Levels.inputs(spec, 1, 197, 233));
        SplittableRandom random = new SplittableRandom(11);
        List<Box> objects = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            float x = (float) random.nextDouble(-20, 220);
            float y = (float) random.nextDouble(-20, 190);
            objects.add(new Box(x, y, x + (float) random.nextDouble(3, 150), y + (float) random.nextDouble(3, 150)));
        }

        assertThat(new IouMatcher().match(anchors, objects)).isEqualTo(everywhere(anchors, objects));
    }

    /** The rules of torchvision's matcher on the whole matrix of overlaps. */
    private static int[] everywhere(AnchorGrid anchors, List<Box> objects) {
        float[][] overlaps = new float[objects.size()][anchors.size()];
        int[] best = new int[anchors.size()];
        int[] matches = new int[anchors.size()];
        for (int anchor = 0; anchor < anchors.size(); anchor++) {
            for (int object = 0; object < objects.size(); object++) {
                overlaps[object][anchor] = Overlap.iou(anchors.boxes(), 4 * anchor, objects.get(object));
                if (overlaps[object][anchor] > overlaps[best[anchor]][anchor]) {
                    best[anchor] = object;
                }
            }
            float highest = overlaps[best[anchor]][anchor];
            matches[anchor] = highest >= 0.5f ? best[anchor] : highest >= 0.4f ? -2 : -1;
        }
        for (float[] row : overlaps) {
            float highest = 0;
            for (float overlap : row) {
                highest = Math.max(highest, overlap);
            }
            for (int anchor = 0; anchor < row.length; anchor++) {
                if (highest > 0 && row[anchor] == highest) {
                    matches[anchor] = best[anchor];
                }
            }
        }
        return matches;
    }

    @Test
    void rejectsABackgroundAboveTheForeground() {
        assertThatThrownBy(() -> new IouMatcher(0.5, 0.6, true))
                .hasMessage("background[0.6] must not be above foreground[0.5]");
        assertThatThrownBy(() -> new IouMatcher(1.5, 0.4, true)).hasMessage("foreground[1.5] must be between 0 and 1");
    }
}
