package org.fpn4j.data.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fpn4j.data.tiling.TileObjects.Part;
import org.junit.jupiter.api.Test;

/** Shares by shapely; objects cut by tiles as in SAHI's issues 159 and 579. */
class TileObjectsTest {
    private static final List<Extent> BOXES = List.of(
            new Extent(5, 5, 25, 25),
            new Extent(40, 10, 60, 40),
            new Extent(90, 60, 110, 75),
            new Extent(47, 47, 49, 49));

    private static TileObjects in(int x, int y) {
        return TileObjects.of(new TilePlace(x, y, 48, 48), 100, 70, BOXES, 0.25);
    }

    @Test
    void aShareAsLargeAsTheLeastIsShown() {
        TileObjects found = in(0, 0);

        assertThat(found.shown())
                .containsExactly(
                        new Part(0, new Extent(5, 5, 25, 25), 1),
                        new Part(1, new Extent(40, 10, 48, 40), 0.4),
                        new Part(3, new Extent(47, 47, 48, 48), 0.25));
        assertThat(found.tooLittle()).isEmpty();
    }

    @Test
    void aSmallerShareIsToldApart() {
        TileObjects found = in(0, 22);

        assertThat(found.shown()).containsExactly(new Part(3, new Extent(47, 25, 48, 27), 0.5));
        assertThat(found.tooLittle())
                .containsExactly(
                        new Part(0, new Extent(5, 0, 25, 3), 0.15), new Part(1, new Extent(40, 0, 48, 18), 0.24));
    }

    @Test
    void whatLiesBeyondTheImageIsNoPartOfAnObject() {
        TileObjects found = in(52, 22);

        assertThat(found.shown()).containsExactly(new Part(2, new Extent(38, 38, 48, 48), 1));
    }

    @Test
    void anObjectBesideTheImageIsNowhere() {
        TileObjects found = TileObjects.of(
                new TilePlace(0, 0, 48, 48), 48, 48, List.of(new Extent(-20, 5, 0, 25), new Extent(48, 0, 50, 9)), 0.1);

        assertThat(found).isEqualTo(new TileObjects(List.of(), List.of()));
    }

    @Test
    void roundingDoesNotDecideAboutAShareThatIsTheLeast() {
        // 0.1 and 0.7 have no exact double: the share comes out as 0.29999999999999993
        TileObjects found =
                TileObjects.of(new TilePlace(0, 0, 48, 48), 90, 48, List.of(new Extent(47.7, 0.1, 48.7, 0.8)), 0.3);

        assertThat(found.shown()).hasSize(1);
        assertThat(found.shown().get(0).visible()).isLessThan(0.3);
    }

    @Test
    void aBoxFoundBesideItsTileEndsAtTheTile() {
        TilePlace tile = new TilePlace(36, 0, 48, 48);

        assertThat(tile.inImage(new Extent(-3, 2, 9, 12))).isEqualTo(new Extent(36, 2, 45, 12));
        assertThat(tile.inImage(new Extent(-9, 2, -3, 12)).area()).isZero();
    }
}
