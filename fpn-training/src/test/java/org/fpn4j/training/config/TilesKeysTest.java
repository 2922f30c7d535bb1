package org.fpn4j.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.training.TinyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code input.mode} and {@code input.tiles} may be, and where that is said. */
class TilesKeysTest {
    @TempDir
    private Path directory;

    /** The tiny config with another input, which stands in a file of its own. */
    private CheckedConfig load(String input, String... sets) throws IOException {
        TinyConfig.write(directory);
        Path file = Files.writeString(directory.resolve("tiles.yaml"), "base: small.yaml\ninput:\n" + input);
        return CheckedConfig.load(file, List.of(sets));
    }

    private void assertRefused(String input, String message) {
        assertThatThrownBy(() -> load(input))
                .isInstanceOf(UserInputException.class)
                .hasMessage(
                        message.replace("FILE", directory.resolve("tiles.yaml").toString()));
    }

    @Test
    void tilesAreAsLargeAsTheInput() throws IOException {
        InputConfig input = load("  mode: tiles\n  tiles: {overlap: 16, min_visible: 1, nms: 0}\n")
                .config()
                .input();

        assertThat(input.tiling().isUsed()).isTrue();
        assertThat(input.withSize(new InputSize(96, 128)).tiles()).isEqualTo(input.tiles());
        assertThat(new InputConfig().tiling().isUsed()).isFalse();
    }

    @Test
    void anOverlapIsSmallerThanATile() {
        assertRefused(
                "  mode: tiles\n  width: 96\n  tiles:\n    overlap: 64\n",
                "FILE:6:5: input tiles.overlap[64] must be below a tile's height[64] and width[96]");
        assertRefused(
                "  mode: tiles\n", "FILE:2:1: input tiles.overlap[64] must be below a tile's height[64] and width[64]");
    }

    @Test
    void sharesAreBounded() {
        assertRefused(
                "  mode: tiles\n  tiles: {overlap: -1, min_visible: 0, nms: 1.5}\n",
                """
                FILE:4:11: input.tiles overlap[-1] must be between 0 and 8191
                FILE:4:24: input.tiles min_visible[0] must be > 0 and <= 1
                FILE:4:40: input.tiles nms[1.5] must be between 0 and 1""");
    }

    @Test
    void whatNothingReadsIsRefused() {
        assertRefused(
                "  tiles: {overlap: 16, min_visible: 0.5, nms: 0.6}\n",
                """
                FILE:3:11: input tiles.overlap[16] is read in mode tiles alone, and the mode is resize
                FILE:3:24: input tiles.min_visible[0.5] is read in mode tiles alone, and the mode is resize
                FILE:3:42: input tiles.nms[0.6] is read in mode tiles alone, and the mode is resize""");
        assertRefused(
                "  mode: tiles\n  resize: stretch\n  tiles: {overlap: 8}\n",
                "FILE:4:3: input resize[stretch] is read in mode resize alone; tiles keep the pictures' own pixels");
    }
}
