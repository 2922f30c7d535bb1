package org.fpn4j.experiments.levels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels 2 to 5 of boxes as torchvision's LevelMapper gives them (version 0.29.1). */
class FpnEquationTest {
    @ParameterizedTest
    @CsvSource({
        "4.6, 4.8, 2",
        "15.5, 17.5, 2",
        "32, 32, 2",
        "64, 64, 2",
        "128.5, 124, 3",
        "256, 256, 4",
        "4, 110, 2",
        "160, 12, 2",
        "111.9999, 112, 3",
        "111.99, 112, 2",
        "112, 112, 3",
        "223.99, 224, 3",
        "224, 224, 4",
        "448, 448, 5",
        "5000, 5000, 5",
        "1, 1, 2"
    })
    void levelsFollowFromTheArea(double width, double height, int level) {
        assertThat(FpnEquation.level(Math.sqrt(width * height), 2, 5)).isEqualTo(level);
    }
}
