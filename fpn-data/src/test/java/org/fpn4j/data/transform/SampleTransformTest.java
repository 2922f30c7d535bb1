package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.transform.NormalizationConfig.Channels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTransformTest {
    private static final NormalizationConfig IDENTITY =
            new NormalizationConfig(Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    private static final Offset<Float> ROUNDING = within(1e-5f); // float32, a few sums
    private static final Offset<Float> PIXEL_ROUNDING = within(1e-3f); // float32 at a few hundred pixels

    @Test
    void letterboxKeepsTheAspectAndFillsWithTheMean() {
        Picture picture = constant(40, 20, 0.8f);
        NormalizationConfig normalization =
                new NormalizationConfig(Channels.RGB, List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.5));

        Sample sample = SampleTransform.plain(new InputSize(16, 16), ResizeMode.LETTERBOX, normalization)
                .apply(image(40, 20), picture, 0);

        assertThat(sample.pixels()).hasSize(3 * 16 * 16);
        assertThat(pixel(sample, 16, 0, 7, 15)).isCloseTo(3, ROUNDING); // (0.8 - 0.5) / 0.1
        assertThat(pixel(sample, 16, 1, 0, 0)).isCloseTo(2, ROUNDING); // (0.8 - 0.4) / 0.2
        assertThat(pixel(sample, 16, 2, 0, 0)).isCloseTo(1, ROUNDING); // (0.8 - 0.3) / 0.5
        assertThat(pixel(sample, 16, 0, 8, 0)).isZero(); // below the 8 rows of the picture
    }

    @Test
    void paddingMayHaveItsOwnValues() {
        NormalizationConfig grey = new NormalizationConfig(
                Channels.BGR, List.of(0.5, 0.0, 0.0), List.of(0.5, 1.0, 1.0), List.of(0.25, 0.75, 0.5));

        Sample sample = SampleTransform.plain(new InputSize(16, 16), ResizeMode.LETTERBOX, grey)
                .apply(image(40, 20), constant(40, 20, 0.8f), 0);

        assertThat(pixel(sample, 16, 0, 8, 0)).isCloseTo(-0.5f, ROUNDING); // (0.25 - 0.5) / 0.5
        assertThat(pixel(sample, 16, 1, 8, 0)).isCloseTo(0.75f, ROUNDING);
        assertThat(pixel(sample, 16, 2, 15, 15)).isCloseTo(0.5f, ROUNDING);
        assertThat(pixel(sample, 16, 0, 7, 15)).isCloseTo(0.6f, ROUNDING); // (0.8 - 0.5) / 0.5
        assertThatThrownBy(() -> new NormalizationConfig(
                        Channels.RGB, List.of(0.5, 0.5, 0.5), List.of(1.0, 1.0, 1.0), List.of(0.5)))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("padding[[0.5]] must have a value for each channel, or none for the mean");
    }

    /** 60 rows times 1.28 are 76.8: 76 rows of picture, and boxes that end at 76.8. */
    @Test
    void aFlooredLetterboxScalesBoxesByTheFactorAsItIsAndLeavesThinOnesOut() {
        ImageEntry image = image(100, 60, new Box(10, 10, 60, 50), new Box(0, 0, 100, 60), new Box(99.9f, 20, 100, 40));

        Sample sample = SampleTransform.plain(new InputSize(128, 128), ResizeMode.LETTERBOX_FLOOR, IDENTITY)
                .apply(image, constant(100, 60, 1), 0);

        assertThat(pixel(sample, 128, 0, 75, 127)).isCloseTo(1, ROUNDING);
        assertThat(pixel(sample, 128, 0, 76, 0)).isZero();
        assertThat(sample.objects().boxes())
                .containsExactly(new Box(12.8f, 12.8f, 76.8f, 64), new Box(0, 0, 128, 76.8f));
        assertThat(sample.geometry().toOriginal(new Box(12.8f, 12.8f, 64, 76.8f)))
                .isEqualTo(new Box(10, 10, 50, 60));
    }

    @Test
    void boxesGoToTheInputAndBack() {
        Box box = new Box(8, 4, 20, 16);

        Sample letterboxed = SampleTransform.plain(new InputSize(16, 16), ResizeMode.LETTERBOX, IDENTITY)
                .apply(image(40, 20, box), constant(40, 20, 0), 0);
        Sample stretched = SampleTransform.plain(new InputSize(40, 20), ResizeMode.STRETCH, IDENTITY)
                .apply(image(40, 20, box), constant(40, 20, 0), 0);

        assertThat(letterboxed.objects().boxes()).containsExactly(new Box(3.2f, 1.6f, 8, 6.4f)); // 0.4
        assertThat(stretched.objects().boxes()).containsExactly(new Box(4, 8, 10, 32)); // 0.5 and 2
        assertThat(stretched.geometry().toOriginal(new Box(4, 8, 10, 32))).isEqualTo(box);
        assertThat(letterboxed.geometry().toOriginal(new Box(0, 0, 16, 16)))
                .as("clipped to the picture, which is half as high as the input")
                .isEqualTo(new Box(0, 0, 40, 20));
    }

    @Test
    void enlargingInterpolatesBetweenPixelCentres() {
        Picture picture = new Picture(2, 1, 1, new float[] {0, 1});

        Sample sample = SampleTransform.plain(new InputSize(1, 4), ResizeMode.STRETCH, IDENTITY)
                .apply(image(2, 1), picture, 0);

        // centres at 0.25, 0.75, 1.25, 1.75 of a picture with centres at 0.5 and 1.5
        assertThat(Arrays.copyOf(sample.pixels(), 4)).containsExactly(new float[] {0, 0.25f, 0.75f, 1}, ROUNDING);
    }

    @Test
    void shrinkingWeighsAllPixelsWithATriangle() {
        Picture picture = new Picture(4, 1, 1, new float[] {0, 0, 1, 0});

        Sample sample = SampleTransform.plain(new InputSize(1, 2), ResizeMode.STRETCH, IDENTITY)
                .apply(image(4, 1), picture, 0);

        // centre 1: weights 3/4, 3/4, 1/4 of pixels 0, 1, 2, sum 7/4; centre 3: 1/4, 3/4, 3/4 of pixels 1, 2, 3
        assertThat(Arrays.copyOf(sample.pixels(), 2)).containsExactly(new float[] {1 / 7f, 3 / 7f}, ROUNDING);
    }

    @Test
    void aFlipMirrorsPixelsAndBoxes() {
        AugmentationConfig flip = new AugmentationConfig(1, 1, 1, 0, 0, 0);
        Picture picture = new Picture(4, 2, 1, new float[] {0, 0.25f, 0.5f, 0.75f, 0, 0.25f, 0.5f, 0.75f});

        Sample sample = new SampleTransform(
                        new InputSize(4, 4), ResizeMode.LETTERBOX, IDENTITY, flip, ClassSwap.NONE, 1)
                .apply(image(4, 2, new Box(0, 0, 1, 2)), picture, 0);

        assertThat(Arrays.copyOf(sample.pixels(), 4)).containsExactly(new float[] {0.75f, 0.5f, 0.25f, 0}, ROUNDING);
        assertThat(sample.objects().boxes()).containsExactly(new Box(3, 0, 4, 2));
        assertThat(sample.geometry().toOriginal(new Box(3, 0, 4, 2))).isEqualTo(new Box(0, 0, 1, 2));
    }

    @Test
    void aFlipExchangesTheClassesThatAreEachOthersMirrorImage() {
        List<Category> lungs =
                List.of(new Category(0, 7, "heart"), new Category(1, 8, "left lung"), new Category(2, 9, "right lung"));
        ClassSwap swap = ClassSwap.of(Map.of("left lung", "right lung"), lungs);
        Box left = new Box(0, 0, 1, 2);
        Box middle = new Box(1, 0, 3, 2);
        Box right = new Box(3, 0, 4, 2);
        ImageEntry image = new ImageEntry(
                1, "x.png", unread(), 4, 2, List.of(object(1, left), object(0, middle), object(2, right)));
        Picture picture = new Picture(4, 2, 1, new float[] {0, 0.25f, 0.5f, 0.75f, 0, 0.25f, 0.5f, 0.75f});
        AugmentationConfig sometimes = new AugmentationConfig(0.5, 1, 1, 0, 0, 0);
        SampleTransform transform =
                new SampleTransform(new InputSize(2, 4), ResizeMode.LETTERBOX, IDENTITY, sometimes, swap, 1);

        List<Sample> samples = IntStream.range(0, 20)
                .mapToObj(epoch -> transform.apply(image, picture, epoch))
                .toList();

        assertThat(samples)
                .filteredOn(sample -> sample.pixels()[0] > 0.5f)
                .isNotEmpty()
                .allSatisfy(mirrored -> {
                    assertThat(mirrored.objects().boxes()).containsExactly(right, middle, left);
                    assertThat(mirrored.objects().labels()).containsExactly(2, 0, 1);
                });
        assertThat(samples)
                .filteredOn(sample -> sample.pixels()[0] < 0.5f)
                .isNotEmpty()
                .allSatisfy(plain -> {
                    assertThat(plain.objects().boxes()).containsExactly(left, middle, right);
                    assertThat(plain.objects().labels()).containsExactly(1, 0, 2);
                });
    }

    private static Annotation object(int category, Box box) {
        return new Annotation(1, category, box, box.area(), ObjectKind.OBJECT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void boxesStayOnTheirPixelsWhateverTheAugmentation(long id) {
        AugmentationConfig strong = new AugmentationConfig(0.5, 0.5, 2, 0, 0, 0);
        Box box = new Box(20, 30, 50, 70);
        float[] pixels = new float[100 * 120];
        for (int y = 30; y < 70; y++) {
            Arrays.fill(pixels, y * 100 + 20, y * 100 + 50, 1);
        }
        ImageEntry image = new ImageEntry(
                id, "x.png", unread(), 100, 120, List.of(new Annotation(1, 0, box, box.area(), ObjectKind.OBJECT)));

        Sample sample = new SampleTransform(
                        new InputSize(96, 128), ResizeMode.LETTERBOX, IDENTITY, strong, ClassSwap.NONE, 3)
                .apply(image, new Picture(100, 120, 1, pixels), 5);

        Box visible = sample.objects().boxes().get(0);
        assertThat(boundsOfBrightPixels(sample, 96, 128).iou(visible))
                .isGreaterThan(0.9f); // within half a pixel on each side
        assertThat(sample.geometry().toInput(box).clip(128, 96)).isEqualTo(visible);
    }

    @Test
    void objectsOfWhichTooLittleRemainsAreDropped() {
        Box box = new Box(0, 0, 10, 10);
        ImageEntry image = image(100, 100, box);
        InputSize input = new InputSize(100, 100);
        long kept = countWithObject(image, input, new AugmentationConfig(0, 4, 4, 0, 0, 0));
        long whole = countWithObject(image, input, new AugmentationConfig(0, 4, 4, 0, 0, 1));

        // a quarter of the picture remains on each axis: the corner is rarely seen, and more rarely seen whole
        assertThat(kept).isBetween(1L, 60L);
        assertThat(whole).isLessThan(kept);
    }

    @Test
    void crowdsAreKeptApart() {
        Box box = new Box(10, 10, 20, 20);
        ImageEntry image =
                new ImageEntry(1, "x.png", unread(), 40, 40, List.of(new Annotation(1, 0, box, 100, ObjectKind.CROWD)));

        Sample sample = SampleTransform.plain(new InputSize(40, 40), ResizeMode.LETTERBOX, IDENTITY)
                .apply(image, constant(40, 40, 0), 0);

        assertThat(sample.crowdBoxes()).containsExactly(box);
        assertThat(sample.objects().size()).isZero();
    }

    @Test
    void lightChangesWithinItsBounds() {
        AugmentationConfig light = new AugmentationConfig(0, 1, 1, 0.2, 0, 0);
        SampleTransform transform =
                new SampleTransform(new InputSize(4, 4), ResizeMode.LETTERBOX, IDENTITY, light, ClassSwap.NONE, 1);

        float first = transform.apply(image(4, 4), constant(4, 4, 0.5f), 0).pixels()[0];
        float second = transform.apply(image(4, 4), constant(4, 4, 0.5f), 1).pixels()[0];

        assertThat(first).isBetween(0.4f, 0.6f).isNotEqualTo(second);
        assertThat(second).isBetween(0.4f, 0.6f);
    }

    @Test
    void contrastKeepsTheMean() {
        AugmentationConfig contrast = new AugmentationConfig(0, 1, 1, 0, 0.5, 0);
        Picture picture = new Picture(2, 1, 1, new float[] {0.4f, 0.6f});

        Sample sample = new SampleTransform(
                        new InputSize(1, 2), ResizeMode.STRETCH, IDENTITY, contrast, ClassSwap.NONE, 1)
                .apply(image(2, 1), picture, 0);

        assertThat(sample.pixels()[0] + sample.pixels()[1]).isCloseTo(1, ROUNDING);
        assertThat(sample.pixels()[1] - sample.pixels()[0])
                .isBetween(0.1f, 0.3f)
                .isNotEqualTo(0.2f);
    }

    @Test
    void aSampleDependsOnSeedEpochAndImageAlone() {
        SampleTransform transform = new SampleTransform(
                new InputSize(32, 32), ResizeMode.LETTERBOX, IDENTITY, new AugmentationConfig(), ClassSwap.NONE, 9);
        Picture picture = ramp(40, 30);

        float[] first = transform.apply(image(40, 30), picture, 2).pixels();
        transform.apply(image(40, 30), picture, 3);

        assertThat(transform.apply(image(40, 30), picture, 2).pixels()).isEqualTo(first);
        assertThat(transform.apply(image(40, 30), picture, 3).pixels()).isNotEqualTo(first);
    }

    @Test
    void tellsThatAPictureChangedItsSize() {
        SampleTransform transform = SampleTransform.plain(new InputSize(8, 8), ResizeMode.LETTERBOX, IDENTITY);

        assertThatThrownBy(() -> transform.apply(image(40, 30), constant(30, 40, 0), 0))
                .isInstanceOf(UserInputException.class)
                .hasMessage("nowhere: image has size[30x40], it had size[40x30] when the data set was opened");
    }

    @Test
    void blueComesFirstWhereTheNetworkWantsIt() {
        float[] planes = {0.1f, 0.5f, 0.9f}; // red, green, blue of one pixel
        NormalizationConfig normalization =
                new NormalizationConfig(Channels.BGR, List.of(0.4, 0.3, 0.0), List.of(1.0, 1.0, 0.5));

        Sample sample = SampleTransform.plain(new InputSize(1, 1), ResizeMode.STRETCH, normalization)
                .apply(image(1, 1), new Picture(1, 1, 3, planes), 0);

        assertThat(sample.pixels()[0]).isCloseTo(0.5f, ROUNDING); // blue 0.9 - 0.4
        assertThat(sample.pixels()[1]).isCloseTo(0.2f, ROUNDING); // green 0.5 - 0.3
        assertThat(sample.pixels()[2]).isCloseTo(0.2f, ROUNDING); // red 0.1 / 0.5
    }

    @Test
    void oddSizesAreWhollyCovered() {
        Sample sample = SampleTransform.plain(new InputSize(64, 64), ResizeMode.LETTERBOX, IDENTITY)
                .apply(image(500, 333), constant(500, 333, 1), 0);

        // 333 * 64 / 500 = 42.6 becomes 43 rows
        assertThat(pixel(sample, 64, 0, 42, 63)).isCloseTo(1, ROUNDING);
        assertThat(pixel(sample, 64, 0, 43, 0)).isZero();
        assertThat(sample.geometry().toInput(new Box(0, 0, 500, 333)).y2()).isCloseTo(43, PIXEL_ROUNDING);
    }

    @Test
    void configsTellAllThatIsWrong() {
        assertThatThrownBy(() -> new AugmentationConfig(2, 1.5, 1, 0, 0, 0))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("horizontalFlip[2] must be between 0 and 1; scaleMin[1.5] must be <= scale_max[1.0]");
        assertThatThrownBy(() -> new NormalizationConfig(Channels.RGB, List.of(0.5), List.of(1.0, 1.0, 0.0)))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("mean[0.5] must have 3 elements;" + " std[2][0] must be > 0 and <= 1000");
    }

    private static long countWithObject(ImageEntry image, InputSize input, AugmentationConfig augmentation) {
        SampleTransform transform =
                new SampleTransform(input, ResizeMode.LETTERBOX, IDENTITY, augmentation, ClassSwap.NONE, 1);
        long count = 0;
        for (long epoch = 0; epoch < 100; epoch++) {
            count += transform
                    .apply(image, constant(100, 100, 0), epoch)
                    .objects()
                    .size();
        }
        return count;
    }

    private static Box boundsOfBrightPixels(Sample sample, int height, int width) {
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (pixel(sample, width, 0, y, x) >= 0.5f) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        return new Box(left, top, right, bottom);
    }

    private static float pixel(Sample sample, int width, int channel, int y, int x) {
        int plane = sample.pixels().length / 3;
        return sample.pixels()[channel * plane + y * width + x];
    }

    private static Picture constant(int width, int height, float value) {
        float[] planes = new float[width * height];
        Arrays.fill(planes, value);
        return new Picture(width, height, 1, planes);
    }

    private static Picture ramp(int width, int height) {
        float[] planes = new float[width * height];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) i / planes.length;
        }
        return new Picture(width, height, 1, planes);
    }

    static ImageEntry image(int width, int height, Box... boxes) {
        List<Annotation> annotations = Arrays.stream(boxes)
                .map(box -> new Annotation(1, 0, box, box.area(), ObjectKind.OBJECT))
                .toList();
        return new ImageEntry(1, "x.png", unread(), width, height, annotations);
    }

    /** A source that tests hand the picture of beside it. */
    private static PictureSource unread() {
        return new PictureSource() {
            @Override
            public String name() {
                return "nowhere";
            }

            @Override
            public Picture read() {
                throw new IllegalStateException("the picture is given to the transform");
            }
        };
    }
}
