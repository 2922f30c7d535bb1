package org.fpn4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.transform.NormalizationConfig.Channels;
import org.junit.jupiter.api.Test;

/** Square pictures of one brightness, a tenth of their id, each with one object in the middle and the id as its class. */
class CollageTest {
    private static final int SIDE = 40;
    private static final Offset<Float> ROUNDING = within(1e-5f); // float32, a few sums
    private static final NormalizationConfig PLAIN = new NormalizationConfig(
            Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), List.of(0.95, 0.95, 0.95));

    private static ImageEntry image(int id) {
        Annotation middle = new Annotation(id, id, new Box(10, 10, 30, 30), 400, ObjectKind.OBJECT);
        return new ImageEntry(id, id + ".png", new Named(id), SIDE, SIDE, List.of(middle));
    }

    private record Named(int id) implements PictureSource {
        @Override
        public String name() {
            return id + ".png";
        }

        @Override
        public Picture read() {
            float[] planes = new float[3 * SIDE * SIDE];
            Arrays.fill(planes, id / 10f);
            return new Picture(SIDE, SIDE, 3, planes);
        }
    }

    private static List<ImageEntry> images(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(CollageTest::image).toList();
    }

    private static SampleTransform transform(double mosaic, double mixUp, double scale, long seed) {
        AugmentationConfig augmentation = new AugmentationConfig(0, scale, scale, 0, 0, 0, mosaic, mixUp, Map.of());
        return new SampleTransform(
                new InputSize(SIDE, SIDE), ResizeMode.LETTERBOX, PLAIN, augmentation, ClassSwap.NONE, seed);
    }

    private static Sample sample(SampleTransform transform, int id, List<ImageEntry> all, long epoch) {
        Collage collage = transform.collage(image(id), all, epoch);
        List<ImageEntry> wanted = collage.images();
        for (int i = wanted.size() - 1; i >= 0; i--) {
            collage.paint(i, new Named((int) wanted.get(i).id()).read());
        }
        return collage.sample();
    }

    private static float pixel(Sample sample, int row, int column) {
        return sample.pixels()[row * SIDE + column];
    }

    @Test
    void aMosaicHasFourPicturesAroundAPointItsOwnAtTheTopLeft() {
        SampleTransform transform = transform(1, 0, 1, 5);
        List<ImageEntry> all = images(8);
        List<ImageEntry> four = transform.collage(image(3), all, 0).images();

        Sample sample = sample(transform, 3, all, 0);

        assertThat(four).hasSize(4);
        assertThat(four.get(0).id()).isEqualTo(3);
        assertThat(pixel(sample, 0, 0)).isCloseTo(0.3f, ROUNDING);
        assertThat(pixel(sample, 0, SIDE - 1)).isCloseTo(four.get(1).id() / 10f, ROUNDING);
        assertThat(pixel(sample, SIDE - 1, 0)).isCloseTo(four.get(2).id() / 10f, ROUNDING);
        assertThat(pixel(sample, SIDE - 1, SIDE - 1)).isCloseTo(four.get(3).id() / 10f, ROUNDING);
        assertThat(sample.image().id()).isEqualTo(3);
    }

    @Test
    void boxesOfAMosaicEndWhereTheirPictureDoes() {
        SampleTransform transform = transform(1, 0, 1, 5);
        List<ImageEntry> all = images(8);

        for (long epoch = 0; epoch < 20; epoch++) {
            Sample sample = sample(transform, 3, all, epoch);
            for (int i = 0; i < sample.objects().size(); i++) {
                Box box = sample.objects().boxes().get(i);
                float brightness = sample.objects().labels().get(i) / 10f;
                int right = (int) Math.ceil(box.x2()) - 1;
                int bottom = (int) Math.ceil(box.y2()) - 1;
                assertThat(pixel(sample, (int) box.y1(), (int) box.x1())).isCloseTo(brightness, ROUNDING);
                assertThat(pixel(sample, bottom, right)).isCloseTo(brightness, ROUNDING);
            }
        }
    }

    @Test
    void smallPicturesLeavePaddingAroundThem() {
        Sample sample = sample(transform(1, 0, 0.25, 5), 3, images(8), 0);

        assertThat(pixel(sample, 0, 0)).isCloseTo(0.95f, ROUNDING);
        assertThat(sample.objects().size()).isEqualTo(4); // each is whole
        assertThat(sample.objects().boxes())
                .allSatisfy(box -> assertThat(box.width()).isCloseTo(5, within(1e-4f)));
    }

    @Test
    void aMixUpIsHalfOfEachWithTheObjectsOfBoth() {
        SampleTransform transform = transform(0, 1, 1, 5);
        List<ImageEntry> all = images(8);
        long other = transform.collage(image(3), all, 0).images().get(1).id();

        Sample sample = sample(transform, 3, all, 0);

        assertThat(pixel(sample, 7, 9)).isCloseTo((0.3f + other / 10f) / 2, ROUNDING);
        assertThat(sample.objects().labels()).containsExactly(3, (int) other);
        assertThat(sample.objects().boxes()).containsOnly(new Box(10, 10, 30, 30));
    }

    @Test
    void bothTogetherAreAMosaicThroughWhichAPictureShines() {
        assertThat(transform(1, 1, 1, 5).collage(image(3), images(8), 0).images())
                .hasSize(5);
    }

    @Test
    void withNeitherASampleIsItsPictureAlone() {
        SampleTransform transform = transform(0, 0, 1, 5);
        List<ImageEntry> all = images(8);

        Sample sample = sample(transform, 3, all, 2);

        Sample alone = transform.apply(image(3), new Named(3).read(), 2);
        assertThat(sample.pixels()).isEqualTo(alone.pixels());
        assertThat(sample.scene()).isEqualTo(alone.scene());
        assertThat(transform.collage(image(3), all, 2).images()).hasSize(1);
    }

    @Test
    void whoSharesASampleDependsOnSeedEpochAndImageAlone() {
        List<ImageEntry> all = images(8);
        Set<List<Long>> shared = new LinkedHashSet<>();
        for (long epoch = 0; epoch < 6; epoch++) {
            List<Long> first = ids(transform(1, 1, 1, 5).collage(image(3), all, epoch));
            assertThat(ids(transform(1, 1, 1, 5).collage(image(3), all, epoch))).isEqualTo(first);
            shared.add(first);
        }
        shared.add(ids(transform(1, 1, 1, 6).collage(image(3), all, 0)));
        shared.add(ids(transform(1, 1, 1, 5).collage(image(4), all, 0)));

        assertThat(shared).hasSizeGreaterThan(5);
    }

    private static List<Long> ids(Collage collage) {
        List<Long> ids = new ArrayList<>();
        collage.images().forEach(image -> ids.add(image.id()));
        return ids;
    }

    @Test
    void theProbabilitiesSayHowOften() {
        SampleTransform transform = transform(0.5, 0.25, 1, 5);
        List<ImageEntry> all = images(8);
        int mosaics = 0;
        int mixed = 0;
        for (long epoch = 0; epoch < 400; epoch++) {
            int count = transform.collage(image(3), all, epoch).images().size();
            mosaics += count >= 4 ? 1 : 0;
            mixed += count == 2 || count == 5 ? 1 : 0;
        }

        assertThat(mosaics).isBetween(160, 240); // four standard deviations of 10
        assertThat(mixed).isBetween(65, 135); // and of 8.7
    }

    @Test
    void aSetOfOneImageSharesWithItself() {
        Sample sample = sample(transform(1, 1, 1, 5), 1, images(1), 0);

        assertThat(pixel(sample, 0, 0)).isCloseTo(0.1f, ROUNDING);
        assertThat(sample.objects().labels()).isNotEmpty().containsOnly(1);
    }

    @Test
    void aPlaceThatIsNoneIsRefused() {
        Collage collage = transform(0, 0, 1, 5).collage(image(3), images(8), 0);

        assertThatThrownBy(() -> collage.paint(1, new Named(3).read()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("place[1] must be below 1");
    }
}
