package org.fpn4j.heads.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.junit.jupiter.api.Test;

class AnchorConfigTest {
    private static final PyramidSpec P3_P7 = PyramidSpec.uniform("P", 3, 7, 8);

    @Test
    void squareSidesAreTorchvisionsWholeNumbers() {
        AnchorConfig config = squares(SizeRounding.FLOOR, CellRounding.NONE);

        assertThat(sides(config, 8)).containsExactly(32, 40, 50);
        assertThat(sides(config, 16)).containsExactly(64, 80, 101);
        assertThat(sides(config, 32)).containsExactly(128, 161, 203);
        assertThat(sides(config, 64)).containsExactly(256, 322, 406);
        assertThat(sides(config, 128)).containsExactly(512, 645, 812);
    }

    @Test
    void squareSidesWithoutRoundingAreDetectron2s() {
        float[] sides = sides(squares(SizeRounding.NONE, CellRounding.NONE), 8);

        assertThat(sides[1]).isEqualTo(40.31747f, within(1e-4f)); // 32 * 2^(1/3)
        assertThat(sides[2]).isEqualTo(50.79683f, within(1e-4f)); // 32 * 2^(2/3)
    }

    @Test
    void anchorsOfACellAreOrderedByRatioThenSize() {
        assertThat(new AnchorConfig().cellAnchors(level(8), 0))
                .containsExactly(
                        -23, -11, 23, 11, // 32 sqrt(2) / 2 = 22.6, 32 / sqrt(2) / 2 = 11.3
                        -28, -14, 28, 14, // 40
                        -35, -18, 35, 18, // 50
                        -16, -16, 16, 16, -20, -20, 20, 20, -25, -25, 25, 25, -11, -23, 11, 23, -14, -28, 14, 28, -18,
                        -35, 18, 35);
    }

    @Test
    void halvesRoundToTheEvenNumber() {
        float[] anchors = squares(SizeRounding.FLOOR, CellRounding.ROUND).cellAnchors(level(16), 0);

        assertThat(anchors[2 * 4 + 2]).isEqualTo(50); // 101 / 2 = 50.5
    }

    @Test
    void moreAnchorsThanMemoryHoldsAreRefused() {
        AnchorConfig dense = new AnchorConfig(
                4,
                20,
                List.of(0.25, 0.5, 1.0, 2.0, 4.0),
                AnchorOrder.BY_RATIO,
                SizeRounding.FLOOR,
                CellRounding.ROUND,
                0,
                GridStride.GRID);

        assertThatThrownBy(() -> dense.grid(P3_P7, Levels.inputs(P3_P7, 1, 8192, 8192)))
                .isInstanceOf(IllegalArgumentException.class) // 100 (1024^2 + 512^2 + 256^2 + 128^2 + 64^2)
                .hasMessage("it has 139673600 anchors; at most 33554432 are possible");
    }

    @Test
    void gridStrideDividesTheImageByTheLevel() {
        HeadInputs inputs = Levels.inputs(P3_P7, 1, 97, 133); // P3 is 13 x 17: 97 / 13 = 7, 133 / 17 = 7

        AnchorGrid grid = new AnchorConfig().grid(P3_P7, inputs);

        assertThat(Arrays.copyOfRange(grid.boxes(), 0, 4)).containsExactly(-23, -11, 23, 11);
        assertThat(Arrays.copyOfRange(grid.boxes(), 4 * 9, 4 * 9 + 4)).containsExactly(-16, -11, 30, 11);
        assertThat(Arrays.copyOfRange(grid.boxes(), 4 * 9 * 17, 4 * 9 * 17 + 4)).containsExactly(-23, -4, 23, 18);
        assertThat(grid.size()).isEqualTo((13 * 17 + 7 * 9 + 4 * 5 + 2 * 3 + 1 * 2) * 9);
        assertThat(grid.first(1)).isEqualTo(13 * 17 * 9);
        assertThat(grid.ends()).containsExactly(1989, 2556, 2736, 2790, 2808);
    }

    @Test
    void fixedStrideAndOffsetPutCentresInTheMiddleOfCells() {
        AnchorConfig config = new AnchorConfig(
                4, 1, List.of(1.0), AnchorOrder.BY_RATIO, SizeRounding.NONE, CellRounding.NONE, 0.5, GridStride.FIXED);

        AnchorGrid grid = config.grid(P3_P7, Levels.inputs(P3_P7, 1, 97, 133));

        assertThat(Arrays.copyOfRange(grid.boxes(), 0, 8)).containsExactly(-12, -12, 20, 20, -4, -12, 28, 20);
    }

    @Test
    void rejectsWhatMakesNoBox() {
        assertThatThrownBy(() -> new AnchorConfig(
                        0,
                        0,
                        List.of(),
                        AnchorOrder.BY_RATIO,
                        SizeRounding.FLOOR,
                        CellRounding.ROUND,
                        1.5,
                        GridStride.GRID))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage(
                        "scale[0] must be > 0 and <= 1000; scalesPerOctave[0] must be between 1 and 20; aspectRatios[] must not be empty; "
                                + "centerOffset[1.5] must be between 0 and 1");
        assertThatThrownBy(() -> new AnchorConfig(
                        4,
                        3,
                        List.of(0.5, -1.0),
                        AnchorOrder.BY_RATIO,
                        SizeRounding.FLOOR,
                        CellRounding.ROUND,
                        0,
                        GridStride.GRID))
                .hasMessage("aspectRatios[1][-1] must be > 0 and <= 1000");
    }

    @Test
    void sizesAreSidesInPixelsLevelByLevel() {
        AnchorConfig config = new AnchorConfig()
                .withScalesPerOctave(2)
                .withAspectRatios(List.of(1.0))
                .withSizes(List.of(10.0, 13.0, 20.5, 24.0))
                .withCellRounding(CellRounding.NONE);
        PyramidSpec twoLevels = PyramidSpec.uniform("P", 3, 4, 8);

        AnchorGrid grid = config.grid(twoLevels, Levels.inputs(twoLevels, 1, 32, 32));

        assertThat(Arrays.copyOfRange(grid.boxes(), 0, 8)).containsExactly(-5, -5, 5, 5, -6.5f, -6.5f, 6.5f, 6.5f);
        int coarse = 4 * grid.first(1);
        assertThat(Arrays.copyOfRange(grid.boxes(), coarse, coarse + 8)) // 20.5 is rounded down, as torchvision's int()
                .containsExactly(-10, -10, 10, 10, -12, -12, 12, 12);
    }

    @Test
    void sidesAreWidthAndHeightOfShapes() {
        AnchorConfig config = new AnchorConfig()
                .withScalesPerOctave(1)
                .withSides(List.of(1.0, 1.0, 1.5, 0.5))
                .withCellRounding(CellRounding.NONE);

        assertThat(config.perCell()).isEqualTo(2);
        assertThat(config.cellAnchors(level(8), 0)).containsExactly(-16, -16, 16, 16, -24, -8, 24, 8);
    }

    @Test
    void sizesAndSidesMustBeWhole() {
        PyramidSpec twoLevels = PyramidSpec.uniform("P", 3, 4, 8);

        assertThatThrownBy(
                        () -> new AnchorConfig().withSizes(List.of(8.0, 16.0)).check(twoLevels))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("anchors.sizes[8.0, 16.0] must be empty or scales_per_octave[3] for each of levels"
                        + "[P3, P4], that is 6");
        assertThatThrownBy(() -> new AnchorConfig().withSides(List.of(1.0, 2.0, 3.0)))
                .hasMessage("sides[1.0, 2.0, 3.0] must be pairs of width and height");
    }

    /** Image of 100x140, P3 of 13x18: steps of 100 / 13 and 140 / 18 pixels, which the sizes follow. */
    @Test
    void fractionsOfTheImageAreEfficientDetsSteps() {
        AnchorConfig config = new AnchorConfig(
                4,
                3,
                List.of(1.0, 0.5, 2.0),
                AnchorOrder.BY_SIZE,
                SizeRounding.NONE,
                CellRounding.NONE,
                0.5,
                GridStride.FRACTION);

        AnchorGrid grid = config.grid(P3_P7, Levels.inputs(P3_P7, 1, 100, 140));

        float[] first = Arrays.copyOfRange(grid.boxes(), 0, 4 * 9);
        double x = 140 / 18.0;
        double y = 100 / 13.0;
        assertBox(first, 0, x / 2, y / 2, 4 * x, 4 * y);
        assertBox(first, 1, x / 2, y / 2, 4 * x * Math.sqrt(2), 4 * y / Math.sqrt(2)); // wide: a ratio of 0.5
        assertBox(first, 2, x / 2, y / 2, 4 * x / Math.sqrt(2), 4 * y * Math.sqrt(2));
        assertBox(first, 3, x / 2, y / 2, 4 * x * Math.cbrt(2), 4 * y * Math.cbrt(2));
        float[] last = Arrays.copyOfRange(grid.boxes(), 4 * 9 * (13 * 18 - 1), 4 * 9 * 13 * 18);
        assertBox(last, 0, 140 - x / 2, 100 - y / 2, 4 * x, 4 * y);
    }

    private static void assertBox(float[] boxes, int index, double x, double y, double width, double height) {
        double[] corners = {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
        for (int i = 0; i < 4; i++) {
            assertThat((double) boxes[4 * index + i]).isEqualTo(corners[i], within(1e-4)); // float32 of up to 200
        }
    }

    /** detectron2's order for two sizes and three ratios; its own sizes are an octave apart. */
    @Test
    void anchorsCanBeOrderedBySizeThenRatio() {
        float[] anchors = new AnchorConfig(
                        8,
                        2,
                        List.of(0.25, 1.0, 4.0),
                        AnchorOrder.BY_SIZE,
                        SizeRounding.NONE,
                        CellRounding.NONE,
                        0,
                        GridStride.FIXED)
                .cellAnchors(level(4), 0);

        assertThat(Arrays.copyOf(anchors, 12)).containsExactly(-32, -8, 32, 8, -16, -16, 16, 16, -8, -32, 8, 32);
        assertThat(anchors[12]).isEqualTo(-32 * (float) Math.sqrt(2), within(1e-4f)); // float32 of up to 46
    }

    private static LevelGrid level(int stride) {
        return new LevelGrid(stride, 1, 1, stride, stride, 0, 0, 0);
    }

    private static AnchorConfig squares(SizeRounding size, CellRounding cell) {
        return new AnchorConfig(4, 3, List.of(1.0), AnchorOrder.BY_RATIO, size, cell, 0, GridStride.GRID);
    }

    private static float[] sides(AnchorConfig config, int stride) {
        float[] anchors = config.cellAnchors(level(stride), 0);
        return new float[] {2 * anchors[2], 2 * anchors[6], 2 * anchors[10]};
    }
}
