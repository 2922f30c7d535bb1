package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.ObjectMask;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.mask.Drawn;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacedMaskTest {
    private static final RunLengthMask PIXELS = Drawn.mask("#...", "##..", "....");

    private static final PictureSource UNREAD = new PictureSource() {
        @Override
        public Picture read() {
            throw new AssertionError("is handed in");
        }

        @Override
        public String name() {
            return "x.png";
        }
    };

    private static List<String> rows(Segmentation segmentation, Geometry geometry, int height, int width) {
        return Drawn.rows(new PlacedMask(segmentation, geometry, new InputSize(height, width)).runs());
    }

    @Test
    void pixelsStayWhereThePictureDoes() {
        assertThat(rows(PIXELS, new Geometry(1, 1, 0, 0, 4, 3), 4, 5))
                .containsExactly("#....", "##...", ".....", ".....");
    }

    @Test
    void nothingIsCoveredBesideThePartOfTheInputThatThePictureHas() {
        Geometry asIs = new Geometry(1, 1, 0, 0, 4, 3);
        InputSize input = new InputSize(4, 5);

        assertThat(Drawn.rows(new PlacedMask(PIXELS, asIs, input, new Box(0, 1, 1, 4)).runs()))
                .containsExactly(".....", "#....", ".....", ".....");
        assertThat(Drawn.rows(new PlacedMask(PIXELS, asIs, input, new Box(2, 0, 5, 4)).runs()))
                .containsExactly(".....", ".....", ".....", ".....");
    }

    @Test
    void aMirroredPictureHasMirroredMasks() {
        assertThat(rows(PIXELS, new Geometry(-1, 1, 4, 0, 4, 3), 3, 4)).containsExactly("...#", "..##", "....");
        assertThat(rows(Drawn.outline(0, 0, 2, 0, 2, 1, 0, 1), new Geometry(-1, 1, 4, 0, 4, 3), 3, 4))
                .containsExactly("..##", "....", "....");
    }

    @Test
    void pixelsGrowAndShrinkAboutTheirMiddles() {
        assertThat(rows(PIXELS, new Geometry(2, 1, 0, 0, 4, 3), 3, 8))
                .containsExactly("##......", "####....", "........");
        assertThat(rows(Drawn.mask("##..", "##..", "...#", "...."), new Geometry(0.5, 0.5, 0, 0, 4, 4), 2, 2))
                .containsExactly("#.", ".."); // of a pixel there its middle counts, which is the corner of four here
    }

    @Test
    void outlinesKeepTheirFractions() {
        Segmentation half = Drawn.outline(0, 0, 0.5, 0, 0.5, 2, 0, 2);

        assertThat(rows(half, new Geometry(4, 1, 0, 0, 4, 3), 3, 8))
                .containsExactly("##......", "##......", "........");
        assertThat(rows(half.mask(3, 4), new Geometry(4, 1, 0, 0, 4, 3), 3, 8))
                .containsExactly("####....", "####....", "........"); // a whole pixel of the picture
    }

    @Test
    void whatIsCutOutOfThePictureIsCutOutOfTheMask() {
        assertThat(rows(PIXELS, new Geometry(1, 1, -1, -1, 4, 3), 2, 2)).containsExactly("#.", "..");
        assertThat(rows(Drawn.outline(0, 0, 3, 0, 3, 3, 0, 3), new Geometry(1, 1, -2, -2, 4, 3), 2, 2))
                .containsExactly("#.", "..");
    }

    @Test
    void nothingLiesBesideThePicture() {
        Segmentation over = Drawn.outline(-5, -5, 20, -5, 20, 20, -5, 20);

        assertThat(rows(over, new Geometry(1, 1, 2, 1, 4, 3), 6, 8))
                .containsExactly("........", "..####..", "..####..", "..####..", "........", "........");
    }

    @Test
    void aMaskKnowsItsSizeBeforeItsPixels() {
        ObjectMask mask = new PlacedMask(PIXELS, new Geometry(1, 1, 0, 0, 4, 3), new InputSize(3, 5));

        assertThat(mask.height()).isEqualTo(3);
        assertThat(mask.width()).isEqualTo(5);
        assertThat(mask.pixels()).containsExactly(1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void masksGoWhereTheBoxesGoWhateverTheAugmentation(long id) {
        Segmentation outline = Drawn.outline(20, 30, 50, 30, 50, 70, 20, 70);
        for (Segmentation mask : List.of(outline, outline.mask(120, 100))) {
            Sample sample = sample(id, ResizeMode.LETTERBOX, mask);

            Box visible = sample.objects().boxes().get(0);
            PlacedMask placed = (PlacedMask) sample.objects().masks().get(0);
            Box covered = placed.runs().box();
            assertThat(List.of(
                            covered.x1() - visible.x1(),
                            covered.y1() - visible.y1(),
                            covered.x2() - visible.x2(),
                            covered.y2() - visible.y2()))
                    .allSatisfy(off -> assertThat(Math.abs(off))
                            .isLessThanOrEqualTo(0.6f)); // half a pixel, and the raster's fifth
        }
    }

    private static Sample sample(long id, ResizeMode mode, Segmentation mask) {
        AugmentationConfig strong = new AugmentationConfig(0.5, 0.5, 2, 0, 0, 0);
        Annotation object = new Annotation(1, 0, new Box(20, 30, 50, 70), 1200, ObjectKind.OBJECT, Optional.of(mask));
        return new SampleTransform(new InputSize(96, 128), mode, new NormalizationConfig(), strong, ClassSwap.NONE, 3)
                .apply(image(id, List.of(object)), picture(), 5);
    }

    @Test
    void onlyObjectsThatAreKeptHaveMasks() {
        Annotation crowd = new Annotation(
                1, 0, new Box(0, 0, 9, 9), 81, ObjectKind.CROWD, Optional.of(Drawn.outline(0, 0, 9, 0, 9, 9)));
        Annotation object = new Annotation(
                2,
                0,
                new Box(10, 10, 20, 20),
                100,
                ObjectKind.OBJECT,
                Optional.of(Drawn.outline(10, 10, 20, 10, 20, 20)));
        SampleTransform plain =
                SampleTransform.plain(new InputSize(120, 100), ResizeMode.STRETCH, new NormalizationConfig());

        Sample sample = plain.apply(image(1, List.of(crowd, object)), picture(), 0);

        assertThat(sample.objects().masks()).hasSize(1);
        assertThat(sample.objects().masks().get(0).pixels()[15 * 100 + 16]).isEqualTo((byte) 1);
        assertThat(plain.apply(image(1, List.of()), picture(), 0).objects().masks())
                .isEmpty();
    }

    @Test
    void aSampleWithoutMasksHasNone() {
        Annotation object = new Annotation(2, 0, new Box(10, 10, 20, 20), 100, ObjectKind.OBJECT);
        SampleTransform plain =
                SampleTransform.plain(new InputSize(120, 100), ResizeMode.STRETCH, new NormalizationConfig());

        Sample sample = plain.apply(image(1, List.of(object)), picture(), 0);

        assertThat(sample.objects().size()).isEqualTo(1);
        assertThat(sample.objects().masks()).isEmpty();
    }

    private static Picture picture() {
        return new Picture(100, 120, 1, new float[100 * 120]);
    }

    private static ImageEntry image(long id, List<Annotation> annotations) {
        return new ImageEntry(id, "x.png", UNREAD, 100, 120, annotations);
    }
}
