package org.fpn4j.data.tiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PicturePart;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.data.mask.Polygon;
import org.fpn4j.data.mask.Polygons;
import org.fpn4j.data.transform.InputSize;
import org.junit.jupiter.api.Test;

class TiledDatasetTest {
    private static final Tiling TILING = Tiling.of(new InputSize(48, 48), new TilesConfig(12, 0.25, 0.5));
    private static final PictureSource BLACK = new PictureSource() {
        @Override
        public String name() {
            return "folder/black.png";
        }

        @Override
        public Picture read() {
            return new Picture(100, 48, 1, new float[4800]);
        }
    };

    private static ImageEntry image(long id, int width, int height, Annotation... annotations) {
        return new ImageEntry(id, id + ".png", BLACK, width, height, List.of(annotations));
    }

    private static Annotation object(long id, ObjectKind kind, float x1, float x2) {
        return new Annotation(id, 0, new Box(x1, 10, x2, 30), 20 * (x2 - x1), kind);
    }

    private static Dataset whole(ImageEntry... images) {
        Reference reference =
                new Reference(Reference.of(List.of(images)).images(), Map.of(7L, new PixelSpacing(0.5, 0.25)));
        return new Dataset(
                "films", List.of(new Category(0, 1, "nodule")), List.of(images), reference, DataReport.CLEAN);
    }

    private static List<String> kinds(ImageEntry tile) {
        return tile.annotations().stream()
                .map(annotation -> annotation.kind() + " " + annotation.box().x1() + " to "
                        + annotation.box().x2() + ", " + Math.round(annotation.area()))
                .toList();
    }

    @Test
    void tilesAreImagesInTheOrderOfTheirOwn() {
        TiledDataset tiled = TiledDataset.of(whole(image(7, 100, 48), image(9, 40, 30)), TILING);

        assertThat(tiled.counts()).containsExactly(3, 1);
        assertThat(tiled.seen().name()).isEqualTo("films in tiles");
        assertThat(tiled.told()).isEqualTo(", seen in 4 tiles");
        assertThat(tiled.seen().images())
                .extracting(ImageEntry::id, ImageEntry::fileName, ImageEntry::width, ImageEntry::height)
                .containsExactly(
                        tuple(1L, "7.png, tile at 0, 0", 48, 48),
                        tuple(2L, "7.png, tile at 36, 0", 48, 48),
                        tuple(3L, "7.png, tile at 52, 0", 48, 48),
                        tuple(4L, "9.png, tile at 0, 0", 40, 30));
        assertThat(tiled.images().get(1).tiles())
                .containsExactly(tiled.seen().images().get(3));
    }

    @Test
    void aTileIsAPartOfItsPicture() {
        ImageEntry tile = TiledDataset.of(whole(image(7, 100, 48)), TILING)
                .seen()
                .images()
                .get(2);

        assertThat(tile.source())
                .isEqualTo(new PicturePart(BLACK, new PictureSize(100, 48), 52, 0, new PictureSize(48, 48)));
        assertThat(tile.source().name()).isEqualTo("folder/black.png, tile at 52, 0");
    }

    @Test
    void whatATileShowsTooLittleOfIsDifficultThere() {
        ImageEntry image = image(
                7,
                100,
                48,
                object(1, ObjectKind.OBJECT, 40, 60),
                object(2, ObjectKind.OBJECT, 44, 64),
                object(3, ObjectKind.CROWD, 0, 100),
                object(4, ObjectKind.DIFFICULT, 0, 37));

        List<ImageEntry> tiles = TILING.of(image, 1).tiles();

        assertThat(kinds(tiles.get(0)))
                .containsExactly(
                        "OBJECT 40.0 to 48.0, 160",
                        "CROWD 0.0 to 48.0, 960",
                        "DIFFICULT 0.0 to 37.0, 740",
                        "DIFFICULT 44.0 to 48.0, 80");
        assertThat(kinds(tiles.get(1)))
                .containsExactly(
                        "OBJECT 4.0 to 24.0, 400",
                        "OBJECT 8.0 to 28.0, 400",
                        "CROWD 0.0 to 48.0, 960",
                        "DIFFICULT 0.0 to 1.0, 20");
    }

    @Test
    void objectsThatNoTileShowsEnoughOfAreCounted() {
        ImageEntry large = image(7, 100, 48, object(1, ObjectKind.OBJECT, 0, 100), object(2, ObjectKind.OBJECT, 0, 48));
        Tiling half = Tiling.of(new InputSize(48, 48), new TilesConfig(12, 0.5, 0.5));

        assertThat(TiledDataset.of(whole(large), half).neverShown()).isEqualTo(1);
        assertThat(TiledDataset.of(whole(large), TILING).neverShown()).isZero();
        assertThat(TiledDataset.of(whole(large), Tiling.NONE).neverShown()).isZero();
    }

    @Test
    void masksAreCutWithTheirObjects() {
        Polygons outline = new Polygons(List.of(new Polygon(new double[] {40, 10, 60, 10, 60, 30, 40, 30})));
        Box box = new Box(40, 10, 60, 30);
        ImageEntry ofOutline =
                image(1, 100, 48, new Annotation(1, 0, box, 400, ObjectKind.OBJECT, Optional.of(outline)));
        ImageEntry ofRuns = image(
                2, 100, 48, new Annotation(1, 0, box, 400, ObjectKind.OBJECT, Optional.of(outline.mask(48, 100))));

        for (ImageEntry image : List.of(ofOutline, ofRuns)) {
            List<ImageEntry> tiles = TILING.of(image, 1).tiles();
            assertThat(tiles)
                    .extracting(tile -> tile.annotations()
                            .get(0)
                            .mask()
                            .orElseThrow()
                            .mask(48, 48)
                            .box())
                    .containsExactly(new Box(40, 10, 48, 30), new Box(4, 10, 24, 30), new Box(0, 10, 8, 30));
        }
    }

    @Test
    void tilesHaveTheSpacingOfTheirImage() {
        TiledDataset tiled = TiledDataset.of(whole(image(7, 100, 48), image(9, 40, 30)), TILING);

        assertThat(tiled.seen().reference().spacings().keySet()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void withoutTilesADataSetIsSeenAsItIs() {
        Dataset whole = whole(image(7, 100, 48), image(9, 40, 30));

        TiledDataset seen = TiledDataset.of(whole, Tiling.NONE);

        assertThat(seen.seen()).isSameAs(whole);
        assertThat(seen.counts()).containsExactly(1, 1);
        assertThat(seen.told()).isEmpty();
    }

    @Test
    void aSampleOfTilesIsSpreadOverTheImages() {
        List<ImageEntry> images = List.of(image(1, 100, 48), image(2, 100, 48), image(3, 100, 48));

        assertThat(TILING.some(images, 2))
                .extracting(ImageEntry::fileName)
                .containsExactly("1.png, tile at 0, 0", "2.png, tile at 52, 0");
        assertThat(TILING.some(images, 100)).hasSize(9);
        assertThat(Tiling.NONE.some(images, 2)).isEqualTo(images.subList(0, 2));
    }

    @Test
    void moreTilesThanAnybodyWantsAreRefused() {
        Tiling fine = Tiling.of(new InputSize(48, 48), new TilesConfig(47, 0.25, 0.5));

        assertThatThrownBy(() -> fine.of(image(1, 3000, 3000), 1))
                .isInstanceOf(UserInputException.class)
                .hasMessage("folder/black.png: image of 3000x3000 would be cut into tiles[8720209], more than [10000]\n"
                        + "    a smaller input.tiles.overlap or a larger input makes fewer");
    }

    @Test
    void sharesMustBeShares() {
        assertThatThrownBy(() -> new TilesConfig(-1, 0, 1.5))
                .hasMessage("overlap[-1] must be between 0 and 8191; minVisible[0] must be > 0 and <= 1; nms[1.5]"
                        + " must be between 0 and 1");
    }
}
