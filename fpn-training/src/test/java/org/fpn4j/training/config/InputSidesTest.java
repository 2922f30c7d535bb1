package org.fpn4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.training.TinyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSidesTest {
    @TempDir
    private Path directory;

    @Test
    void anInputHasAWholeCellOfEachLevel() {
        CheckedConfig config = TinyConfig.load(directory, "extra_levels={type: last_level_p6p7}");

        assertThatThrownBy(() -> config.requireTrainable(List.of()))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        """
                        FILE:2:9: input height[64] must be >= 128, the stride of P7
                            a smaller input lies within one cell of that level; a larger one or a detector without it would do
                        FILE:2:21: input width[64] must be >= 128, the stride of P7
                            a smaller input lies within one cell of that level; a larger one or a detector without it would do"""
                                .replace("FILE", directory.resolve("small.yaml").toString()));
    }

    @Test
    void withoutANeckALastCellMayBeLarger() {
        TinyConfig.load(
                        directory,
                        "neck={type: none}",
                        "extra_levels={type: last_level_p6p7}",
                        "head={type: ssd, num_classes: 3}")
                .requireTrainable(List.of());
    }

    @Test
    void aTileHasOneWhateverIsDoneWithIt() {
        assertThatThrownBy(() -> TinyConfig.load(
                        directory, "extra_levels={type: last_level_p6p7}", "input={mode: tiles, tiles: {overlap: 8}}"))
                .isInstanceOf(UserInputException.class)
                .hasMessageContaining("input width[64] must be >= 128, the stride of P7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resize", "tiles"})
    void oneCellIsEnough(String mode) {
        assertThat(TinyConfig.load(
                                directory,
                                "input={height: 32, width: 32, mode: " + mode + "}",
                                mode.equals("tiles") ? "input.tiles.overlap=8" : "name=whole")
                        .config()
                        .input()
                        .height())
                .isEqualTo(32);
    }
}
