package org.fpn4j.heads.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.Levels;
import org.junit.jupiter.api.Test;

class PointConfigTest {
    private static final PyramidSpec P3_P4 = PyramidSpec.uniform("P", 3, 4, 8);
    private static final HeadInputs INPUTS = Levels.inputs(P3_P4, 1, 97, 133); // P3 13 x 17, P4 7 x 9

    @Test
    void torchvisionsPointsAreCornersOfTheGridStride() {
        LevelGrid coarse = new PointConfig().grids(P3_P4, INPUTS).get(1);

        assertThat(coarse).isEqualTo(new LevelGrid(16, 7, 9, 14, 13, 0, 0, 13 * 17)); // 133 / 9, 97 / 7
        assertThat(coarse.x(2)).isEqualTo(28);
        assertThat(coarse.y(2)).isEqualTo(26);
    }

    @Test
    void halfOffsetsPutPointsIntoTheMiddle() {
        LevelGrid fine = new PointConfig(0.5, OffsetRounding.NONE, GridStride.FIXED)
                .grids(P3_P4, INPUTS)
                .get(0);

        assertThat(fine.x(3)).isEqualTo(28); // (3 + 0.5) * 8
    }

    @Test
    void flooredOffsetsAreWholePixels() {
        List<LevelGrid> grids = new PointConfig(0.5, OffsetRounding.FLOOR, GridStride.GRID).grids(P3_P4, INPUTS);

        assertThat(grids.get(0).offsetX()).isEqualTo(3); // 7 / 2 rounded down
        assertThat(grids.get(1).offsetY()).isEqualTo(6); // 13 / 2 rounded down
    }

    @Test
    void windowsContainEveryPointBetweenTwoPlaces() {
        LevelGrid grid = new LevelGrid(8, 5, 5, 8, 8, 4, 4, 0); // points at 4, 12, 20, 28, 36

        assertThat(grid.firstColumn(11.9f)).isLessThanOrEqualTo(1);
        assertThat(grid.lastColumn(20.1f)).isGreaterThanOrEqualTo(2);
        assertThat(grid.firstColumn(-100)).isZero();
        assertThat(grid.lastRow(100)).isEqualTo(4);
        assertThat(grid.firstRow(100)).isGreaterThan(grid.lastRow(100));
    }

    @Test
    void rejectsShapesThatAreNotTheLevels() {
        HeadInputs one = new HeadInputs(97, 133, INPUTS.levels().subList(0, 1));

        assertThatThrownBy(() -> new PointConfig().grids(P3_P4, one))
                .hasMessage("levels[P3, P4] need as many shapes, got [[1, 8, 13, 17]]");
        assertThatThrownBy(() -> new PointConfig().grids(P3_P4, new HeadInputs(10, 133, INPUTS.levels())))
                .hasMessage("level[P3] [1, 8, 13, 17] has more cells than the image[10 x 133] has pixels");
    }

    @Test
    void rejectsOffsetsOutsideACell() {
        assertThatThrownBy(() -> new PointConfig(-0.5, OffsetRounding.NONE, GridStride.GRID))
                .hasMessage("centerOffset[-0.5] must be between 0 and 1");
    }
}
