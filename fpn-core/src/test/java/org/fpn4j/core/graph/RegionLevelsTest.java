package org.fpn4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.core.graph.RegionLevels.Epsilon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RegionLevelsTest {
    private static int level(Epsilon epsilon, float x1, float y1, float x2, float y2) {
        return 2 + RegionLevels.place(new RegionLevels(2, 5, 4, 224, epsilon).borders(), x1, y1, x2, y2);
    }

    /** Squares at the borders 112, 224 and 448, and shapes that only their area decides. */
    @ParameterizedTest
    @CsvSource({
        "112, 112, 3, 3",
        "111.9, 111.9, 2, 2",
        "111.99995, 111.99995, 3, 2", // within 1e-6 of a level, not within 1e-8 of a ratio
        "224, 224, 4, 4",
        "447.9, 448, 4, 4",
        "448, 448, 5, 5",
        "56, 224, 3, 3",
        "20, 20, 2, 2",
        "900, 900, 5, 5",
        "1e5, 1e5, 5, 5",
    })
    void theLevelIsThatOfTheEquation(float width, float height, int torchvision, int detectron2) {
        assertThat(level(Epsilon.TORCHVISION, 0, 0, width, height)).isEqualTo(torchvision);
        assertThat(level(Epsilon.DETECTRON2, 0, 0, width, height)).isEqualTo(detectron2);
    }

    @ParameterizedTest
    @EnumSource
    void aRegionWithoutAreaIsOneOfTheFinestLevel(Epsilon epsilon) {
        assertThat(level(epsilon, 10, 10, 10, 10)).isEqualTo(2);
        assertThat(level(epsilon, 10, 10, 9, 900)).isEqualTo(2);
        assertThat(level(epsilon, Float.NaN, 10, 900, 900)).isEqualTo(2);
    }

    /** Away from borders, where every rounding gives the same. */
    @ParameterizedTest
    @EnumSource
    void bordersAreWhereTheLogarithmReachesTheNextWholeNumber(Epsilon epsilon) {
        for (double side = 3; side < 2000; side *= 1.01) {
            double level = 4 + Math.log(side / 224) / Math.log(2);
            if (Math.abs(level - Math.rint(level)) < 1e-4) {
                continue;
            }
            int expected = (int) Math.max(2, Math.min(5, Math.floor(level)));

            assertThat(level(epsilon, 0, 0, (float) side, (float) side))
                    .as("side %s", side)
                    .isEqualTo(expected);
        }
    }

    @Test
    void oneLevelHasNoBorder() {
        RegionLevels one = new RegionLevels(3, 3, 4, 224, Epsilon.TORCHVISION);

        assertThat(one.borders()).isEmpty();
        assertThat(RegionLevels.place(one.borders(), 0, 0, 5000, 5000)).isZero();
    }

    @Test
    void levelsAscend() {
        assertThatThrownBy(() -> new RegionLevels(5, 2, 4, 224, Epsilon.TORCHVISION))
                .hasMessage("levels[5, 2] must ascend");
    }
}
