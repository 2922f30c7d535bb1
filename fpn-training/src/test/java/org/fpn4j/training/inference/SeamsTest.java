package org.fpn4j.training.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.tiling.TiledImage;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeamsTest {
    private static final PictureSource NEVER_READ = new PictureSource() {
        @Override
        public String name() {
            return "never read";
        }

        @Override
        public Picture read() {
            throw new IllegalStateException("nothing is to be read here");
        }
    };

    @TempDir
    private Path directory;

    /** An image of 100 x 64 in tiles at 0 and 36. */
    private List<Detection> merged(List<List<Detection>> ofTiles, String... sets) {
        CheckedConfig config = TinyConfig.load(directory, sets);
        HeadGeometry geometry = config.detector().geometry(64, 64);
        TiledImage image =
                config.config().input().tiling().of(new ImageEntry(1, "1.png", NEVER_READ, 100, 64, List.of()), 1);
        return Seams.of(config.config().input(), geometry, Map.of()).merged(image, ofTiles);
    }

    private static final String TILES = "input.mode=tiles";
    private static final String OVERLAP = "input.tiles.overlap=28";

    private static Detection found(int label, float score, float x1, float x2) {
        return new Detection(label, score, new Box(x1, 10, x2, 30));
    }

    @Test
    void detectionsOfTilesBecomeThoseOfTheImage() {
        List<Detection> merged = merged(
                List.of(
                        List.of(found(0, 0.5f, 40, 60), found(1, 0.4f, 40, 60)),
                        List.of(found(0, 0.9f, 5, 25), found(1, 0.3f, 40, 64))),
                TILES,
                OVERLAP);

        assertThat(merged).containsExactly(found(0, 0.9f, 41, 61), found(1, 0.4f, 40, 60), found(1, 0.3f, 76, 100));
    }

    @Test
    void noMoreAreLeftThanTheHeadGivesOfAnImage() {
        List<Detection> merged = merged(
                List.of(List.of(found(0, 0.5f, 0, 9)), List.of(found(0, 0.9f, 50, 60), found(1, 0.7f, 50, 60))),
                TILES,
                OVERLAP,
                "head.postprocess.max_detections=2");

        assertThat(merged).containsExactly(found(0, 0.9f, 86, 96), found(1, 0.7f, 86, 96));
    }

    @Test
    void theThresholdIsThatOfTheTiles() {
        List<List<Detection>> both = List.of(List.of(found(0, 0.5f, 40, 60)), List.of(found(0, 0.9f, 5, 25)));

        assertThat(merged(both, TILES, OVERLAP, "input.tiles.nms=0.95")).hasSize(2);
    }

    @Test
    void masksGoWithTheirObjects() {
        Box grid = new Box(10, -4, 20, 6); // beyond the tile
        Detection masked =
                new Detection(0, 0.9f, new Box(10, 0, 20, 6), Optional.of(new BoxMask(grid, 1, new float[] {1})));

        List<Detection> merged = merged(List.of(List.of(), List.of(masked)), TILES, OVERLAP);

        assertThat(merged.get(0).box()).isEqualTo(new Box(46, 0, 56, 6));
        assertThat(merged.get(0).mask().orElseThrow().box()).isEqualTo(new Box(46, -4, 56, 6));
    }

    @Test
    void withoutTilesNothingIsSuppressedAgain() {
        List<Detection> twins = List.of(found(0, 0.5f, 40, 60), found(0, 0.9f, 40, 60));

        assertThat(merged(List.of(twins))).isSameAs(twins);
    }
}
