package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.data.tiling.TilesConfig;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.InputSize;
import org.junit.jupiter.api.Test;

class TileMapsTest {
    private static final PictureSource BLACK = new PictureSource() {
        @Override
        public String name() {
            return "black";
        }

        @Override
        public Picture read() {
            return new Picture(100, 64, 1, new float[6400]);
        }
    };

    private static LevelMaps.Seen seen(double... means) {
        return new LevelMaps.Seen(new Box(0, 0, 64, 64), Map.of("C5", new LevelMap(2, 2, means)));
    }

    /** Middles of cells lie at 16, 48, 80 and, beyond the image, 112; the tiles' at 32 and 68. */
    @Test
    void aCellIsOfTheTileInWhoseMiddleItLies() {
        TiledImage image = Tiling.of(new InputSize(64, 64), new TilesConfig(28, 0.25, 0.5))
                .of(new ImageEntry(1, "black", BLACK, 100, 64, List.of()), 1);

        LevelMaps.Seen together = new TileMaps(image, List.of(seen(1, 2, 3, 4), seen(10, 20, 30, 40))).together();

        LevelMap map = together.levels().get("C5");
        assertThat(together.picture()).isEqualTo(new Box(0, 0, 100, 64));
        assertThat(map.height()).isEqualTo(2);
        assertThat(map.width()).isEqualTo(4);
        assertThat(map.means()).containsExactly(1, 2, 20, 20, 3, 4, 40, 40);
    }
}
