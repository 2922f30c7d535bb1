package org.fpn4j.data.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fpn4j.data.transform.InputSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts counted by hand; the first is a case of lightly-train's pull request 773, whose tiles were there twice at the border. */
class TileGridTest {
    private static final InputSize TILE = new InputSize(48, 48);

    @Test
    void theLastTileIsMovedBackToTheBorder() {
        TileGrid grid = new TileGrid(100, 70, TILE, 12);

        assertThat(grid.xStarts()).containsExactly(0, 36, 52);
        assertThat(grid.yStarts()).containsExactly(0, 22);
        assertThat(grid.places())
                .hasSize(6)
                .startsWith(new TilePlace(0, 0, 48, 48), new TilePlace(36, 0, 48, 48))
                .endsWith(new TilePlace(52, 22, 48, 48));
    }

    @ParameterizedTest
    @CsvSource({"84, 12, '[0, 36]'", "85, 12, '[0, 36, 37]'", "96, 0, '[0, 48]'", "48, 12, '[0]'", "30, 0, '[0]'"})
    void aTileThatEndsAtTheBorderIsTheLast(int width, int overlap, String starts) {
        TileGrid grid = new TileGrid(width, 48, TILE, overlap);

        assertThat(grid.xStarts()).hasToString(starts);
        assertThat(grid.count()).isEqualTo(grid.places().size());
    }

    @Test
    void anImageThatIsLowerThanATileIsInTilesOfItsOwnHeight() {
        TileGrid grid = new TileGrid(60, 20, TILE, 12);

        assertThat(grid.places()).containsExactly(new TilePlace(0, 0, 48, 20), new TilePlace(12, 0, 48, 20));
    }

    @Test
    void countsWithoutMakingTiles() {
        TileGrid grid = new TileGrid(1_000_000, 1_000_000, TILE, 47);

        assertThat(grid.count()).isEqualTo(999_953L * 999_953L);
    }

    @Test
    void refusesAnOverlapOfAWholeTile() {
        assertThatThrownBy(() -> new TileGrid(100, 100, new InputSize(64, 48), 48))
                .hasMessage("overlap[48] must be below the tile's height and width, 64x48");
    }
}
