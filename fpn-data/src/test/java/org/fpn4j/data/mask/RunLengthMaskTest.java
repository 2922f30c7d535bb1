package org.fpn4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.fpn4j.core.detection.Box;
import org.junit.jupiter.api.Test;

class RunLengthMaskTest {
    private static final List<String> ROWS = List.of(
            ".#.........#.#",
            ".#....##.###..",
            ".####.#.##.###",
            ".####....#....",
            ".####.#...#.#.",
            "#####.#.#####.",
            ".#.###.#....#.",
            ".#..#.##.###..",
            "##.####.....#.");
    private static final String TEXT = "51290J31LL164JK00100000O31OOO022MN001001OO021NO020N20O0O5"; // by pycocotools

    @Test
    void runsGoDownColumnsAndTheSizeIsHeightFirst() {
        RunLengthMask mask = RunLengthMask.ofText(9, 14, TEXT);

        assertThat(Drawn.rows(mask)).isEqualTo(ROWS);
        assertThat(mask.area()).isEqualTo(62);
        assertThat(mask.box()).isEqualTo(new Box(0, 0, 14, 9));
        assertThat(mask.counts()).startsWith(5, 1, 2, 10).endsWith(2, 1, 1, 6);
    }

    @Test
    void allSpellingsOfAMaskAreEqual() {
        RunLengthMask ofPixels = Drawn.mask(ROWS.toArray(new String[0]));

        assertThat(ofPixels.text()).isEqualTo(TEXT);
        assertThat(RunLengthMask.ofText(9, 14, TEXT)).isEqualTo(ofPixels).hasSameHashCodeAs(ofPixels);
        assertThat(RunLengthMask.ofCounts(9, 14, ofPixels.counts())).isEqualTo(ofPixels);
        assertThat(ofPixels).isNotEqualTo(RunLengthMask.empty(9, 14)).hasToString("9x14 " + TEXT);
    }

    @Test
    void countsOfFourCharactersAndNegativeDifferencesAreRead() {
        RunLengthMask mask = RunLengthMask.ofText(300, 260, "PRW1Xl43iSKQWP1");

        assertThat(mask.counts()).containsExactly(40000, 5000, 3, 1, 32996);
        assertThat(mask.area()).isEqualTo(5001);
        assertThat(mask.text()).isEqualTo("PRW1Xl43iSKQWP1");
    }

    @Test
    void runsOfNothingChangeNothing() {
        assertThat(RunLengthMask.ofCounts(2, 5, new int[] {3, 0, 2, 4, 1, 0}))
                .isEqualTo(RunLengthMask.ofCounts(2, 5, new int[] {5, 4, 1}));
        assertThat(RunLengthMask.ofCounts(2, 2, new int[] {0, 4}).text()).isEqualTo("04");
    }

    @Test
    void countsThatDoNotFillTheImageAreRefused() {
        assertThatThrownBy(() -> RunLengthMask.ofCounts(5, 6, new int[] {10, 5, 10, 9}))
                .isInstanceOf(MalformedMaskException.class)
                .hasMessage("counts have a sum of pixels[34], and size[5, 6] has pixels[30]");
        assertThatThrownBy(() -> RunLengthMask.ofText(9, 13, TEXT))
                .hasMessage("counts have a sum of pixels[126], and size[9, 13] has pixels[117]");
        assertThatThrownBy(() -> RunLengthMask.ofText(1, 1, ""))
                .hasMessage("counts have a sum of pixels[0], and size[1, 1] has pixels[1]");
    }

    @Test
    void whatIsNoSpellingIsRefused() {
        assertThatThrownBy(() -> RunLengthMask.ofText(1, 5, "P")).hasMessage("counts end within a number");
        assertThatThrownBy(() -> RunLengthMask.ofText(1, 5, "5 "))
                .hasMessage("counts are no run lengths in COCO's spelling, at character[2]");
        assertThatThrownBy(() -> RunLengthMask.ofText(1, 5, "PPPPPPPPP5"))
                .hasMessage("counts are no run lengths in COCO's spelling, at character[8]");
        assertThatThrownBy(() -> RunLengthMask.ofText(1, 5, "5\u0435"))
                .hasMessage("counts are no run lengths in COCO's spelling");
        assertThatThrownBy(() -> RunLengthMask.ofText(1, 5, "O6"))
                .hasMessage("counts have the run[-1], and runs are from 0 to 2147483647 pixels");
        assertThatThrownBy(() -> RunLengthMask.ofCounts(1, 5, new int[] {6, -1}))
                .hasMessage("counts have the run[-1], and runs are from 0 to 2147483647 pixels");
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThatThrownBy(() -> RunLengthMask.ofCounts(0, 5, new int[0]))
                .hasMessage("size[0, 5] must be a height and a width from 1, of 2147483647 pixels at most");
        assertThatThrownBy(() -> RunLengthMask.ofCounts(1 << 16, 1 << 16, new int[0]))
                .hasMessageStartingWith("size[65536, 65536] must be");
        assertThatThrownBy(() -> RunLengthMask.ofPixels(2, 2, new byte[3]))
                .hasMessage("pixels[3] must be height[2] by width[2]");
    }

    @Test
    void aBoxEndsBehindTheLastPixel() {
        assertThat(Drawn.mask("......", "...#..", "......").box()).isEqualTo(new Box(3, 1, 4, 2));
        assertThat(Drawn.mask("##....", ".....#", "......").box()).isEqualTo(new Box(0, 0, 6, 2));
        assertThat(Drawn.mask("......", "...#..", "..#...").box()).isEqualTo(new Box(2, 1, 4, 3));
        assertThat(RunLengthMask.empty(3, 6).box()).isEqualTo(new Box(0, 0, 0, 0));
    }

    @Test
    void aRunFromColumnToColumnReachesTopAndBottom() {
        assertThat(Drawn.mask("..#.", "....", ".#..").box()).isEqualTo(new Box(1, 0, 3, 3));
    }

    @Test
    void aUnionCoversWhatAnyOfItsPartsDoes() {
        RunLengthMask union = RunLengthMask.union(
                2, 4, List.of(Drawn.mask("#...", "#..."), Drawn.mask("##..", "...."), Drawn.mask("...#", "....")));

        assertThat(Drawn.rows(union)).containsExactly("##.#", "#...");
    }

    @Test
    void iouCountsPixels() {
        RunLengthMask detection = Drawn.mask("###.", "###.");
        RunLengthMask object = Drawn.mask(".###", "....");

        assertThat(detection.common(object)).isEqualTo(2);
        assertThat(detection.iou(object, false)).isCloseTo(2 / 7.0, within(1e-15)); // one division
        assertThat(detection.iou(object, true)).isCloseTo(2 / 6.0, within(1e-15));
        assertThat(detection.iou(detection, false)).isEqualTo(1);
    }

    @Test
    void nothingInCommonIsZeroAndNeverNaN() {
        RunLengthMask empty = RunLengthMask.empty(2, 4);

        assertThat(empty.iou(empty, false)).isZero();
        assertThat(empty.iou(empty, true)).isZero();
        assertThat(Drawn.mask("##..", "....").iou(Drawn.mask("..##", "...."), true))
                .isZero();
        assertThat(Drawn.mask("##", "##").iou(Drawn.mask("####"), false)).isZero();
    }

    @Test
    void aMaskOfOnePixelIsAMask() {
        assertThat(Drawn.mask("#").counts()).containsExactly(0, 1);
        assertThat(Drawn.mask(".").counts()).containsExactly(1);
        assertThat(Drawn.mask("#").pixels()).containsExactly(1);
    }

    @Test
    void aPartOfAMaskIsWhatLiesWithinIt() {
        RunLengthMask mask = Drawn.mask("####", "####", "####");

        assertThat(Drawn.rows(mask.within(1, 0, 3, 2))).containsExactly(".##.", ".##.", "....");
        assertThat(mask.within(0, 0, 4, 3)).isEqualTo(mask);
        assertThat(mask.within(2, 1, 2, 1)).isEqualTo(RunLengthMask.empty(3, 4));
    }

    @Test
    void aMovedMaskHasThePixelsThatLieAtTheMiddles() {
        RunLengthMask mask = Drawn.mask("#..", ".#.");

        assertThat(mask.moved(PixelMap.SAME, 2, 3)).isSameAs(mask);
        assertThat(Drawn.rows(mask.moved(new PixelMap(2, 1, 1, 0), 2, 6))).containsExactly(".##...", "...##.");
        assertThat(Drawn.rows(mask.moved(new PixelMap(-1, 1, 3, 1), 3, 3))).containsExactly("...", "..#", ".#.");
        assertThat(Drawn.mask("##", "##").moved(PixelMap.SAME, 1, 3)).isEqualTo(Drawn.mask("##."));
    }
}
