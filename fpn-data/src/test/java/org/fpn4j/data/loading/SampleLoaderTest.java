package org.fpn4j.data.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.ResizeMode;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.data.variation.CutOut;
import org.fpn4j.data.variation.GaussianNoise;
import org.fpn4j.data.variation.Rotate;
import org.fpn4j.data.variation.Translate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SampleLoaderTest {
    private static final int IMAGES = 11;
    private static final int BATCH = 4;

    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void batchesDoNotDependOnTheNumberOfThreads() {
        List<String> one = digests(loader(1, 1, 0), 9);
        List<String> many = digests(loader(4, 3, 0), 9);
        List<String> cached = digests(loader(2, 2, 1), 9);

        assertThat(many).isEqualTo(one);
        assertThat(cached).isEqualTo(one);
        assertThat(one).doesNotHaveDuplicates();
    }

    @Test
    void aLoaderStartsAnywhere() {
        List<String> whole = digests(loader(2, 2, 0), 9);

        assertThat(digests(loader(2, 2, 0).startAt(1, 2), 4)).isEqualTo(whole.subList(5, 9));
    }

    @Test
    void goingBackDropsWhatWasPrepared() {
        try (SampleLoader<Integer> loader = loader(2, 3, 0)) {
            String first = digest(loader.next());
            loader.next();

            assertThat(digest(loader.startAt(0, 0).next())).isEqualTo(first);
        }
    }

    @Test
    void anEpochHoldsEveryImageAndFillsItsLastBatchFromItsStart() {
        try (SampleLoader<Integer> loader = loader(2, 2, 0)) {
            List<Long> ids = new ArrayList<>();
            List<Integer> fresh = new ArrayList<>();
            for (int i = 0; i < loader.batchesPerEpoch(); i++) {
                Batch<Integer> batch = loader.next();
                batch.samples().forEach(sample -> ids.add(sample.image().id()));
                fresh.add(batch.fresh());
            }
            Batch<Integer> following = loader.next();

            assertThat(fresh).containsExactly(4, 4, 3);
            assertThat(ids.subList(0, IMAGES))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, IMAGES).boxed().toList());
            assertThat(ids.get(IMAGES)).isEqualTo(ids.get(0));
            assertThat(following.epoch()).isEqualTo(1);
            assertThat(following.index()).isZero();
        }
    }

    @Test
    void targetsBelongToTheirSamples() {
        try (SampleLoader<Integer> loader = loader(3, 2, 0)) {
            Batch<Integer> batch = loader.next();

            assertThat(batch.targets())
                    .isEqualTo(batch.samples().stream()
                            .map(sample -> (int) sample.image().id())
                            .toList());
        }
    }

    @Test
    void aBrokenImageSurfacesWhenItsBatchIsDue() {
        PictureSource broken = source("broken.png", () -> {
            throw new UserInputException("broken.png", "image cannot be decoded");
        });
        try (SampleLoader<Integer> loader = loader(dataset(broken), EpochOrder.sequential(IMAGES), 2, 4, 0)) {
            loader.next(); // images 1 to 4

            assertThatThrownBy(loader::next) // image 5 is the broken one
                    .isInstanceOf(UserInputException.class)
                    .hasMessage("broken.png: image cannot be decoded");
        }
    }

    @Test
    void closingStopsAllThreads() throws InterruptedException {
        SampleLoader<Integer> loader = loader(3, 4, 0);
        loader.next();

        loader.close();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("sample-loader-")) {
                thread.join(10_000); // a pool is over a moment before its threads are
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        assertThatThrownBy(loader::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the loader is closed");
    }

    @Test
    void noMoreIsPreparedThanAskedFor() {
        try (SampleLoader<Integer> loader = loader(2, 2, 0)) {
            loader.next();
        }

        assertThat(decoded.get()).isBetween(BATCH, 3 * BATCH); // the one taken and two ahead
    }

    @Test
    void theCacheDecodesOnce() {
        try (SampleLoader<Integer> loader = loader(1, 1, 1)) {
            for (int i = 0; i < 9; i++) {
                loader.next();
            }
        }

        assertThat(decoded.get()).isEqualTo(IMAGES);
    }

    @Test
    void theCacheStaysWithinItsBudgetAndGivesTheSameValues() {
        float[] bytes = {0, 1 / 255f, 128 / 255f, 1};
        float[] shorts = {0, 1 / 65535f, 40_001 / 65535f, 1};
        float[] floats = {0, 0.1234567f, 0.5f, 1};
        AtomicInteger reads = new AtomicInteger();
        ImageEntry ofBytes = image(1, new Picture(2, 2, 1, bytes), reads);
        ImageEntry ofShorts = image(2, new Picture(2, 2, 1, shorts), reads);
        ImageEntry ofFloats = image(3, new Picture(2, 2, 1, floats), reads); // 16 bytes: one too many
        PictureCache cache = new PictureCache(4 + 8 + 15);
        List.of(ofBytes, ofShorts, ofFloats).forEach(image -> cache.with(image, Picture::planes));

        assertThat(cache.usedBytes()).isEqualTo(12);
        assertThat(cache.with(ofBytes, Picture::planes)).isEqualTo(bytes);
        assertThat(cache.with(ofShorts, Picture::planes)).isEqualTo(shorts);
        assertThat(reads.get()).isEqualTo(3);
        assertThat(cache.with(ofFloats, Picture::planes)).isEqualTo(floats);
        assertThat(reads.get()).isEqualTo(4);
    }

    @Test
    void imagesOfTwoDataSetsWithTheSameIdAreTwoPictures() {
        PictureCache cache = new PictureCache(1000);
        ImageEntry train = image(1, new Picture(1, 1, 1, new float[] {0}), new AtomicInteger());
        ImageEntry validation = image(1, new Picture(1, 1, 1, new float[] {1}), new AtomicInteger());

        assertThat(cache.with(train, Picture::planes)).containsExactly(0);
        assertThat(cache.with(validation, Picture::planes)).containsExactly(1);
    }

    @Test
    void theBudgetIsWhatIsAskedForAndAtMostAQuarterOfTheHeap() {
        long heap = Runtime.getRuntime().maxMemory();

        assertThat(PictureCache.ofMegabytes(3).budgetBytes()).isEqualTo(3 << 20);
        assertThat(PictureCache.ofMegabytes(Integer.MAX_VALUE).budgetBytes()).isEqualTo(heap / 4);
    }

    /** What a decoder says when the heap is full with other pictures. */
    @Test
    void aPictureThatDoesNotFitBesideTheOthersIsReadWithoutThem() {
        PictureCache cache = new PictureCache(1000);
        cache.with(image(1, new Picture(2, 2, 1, new float[4]), new AtomicInteger()), Picture::planes);
        ImageEntry large = new ImageEntry(2, "2.png", new LargeSource(cache), 1, 1, List.of());

        assertThat(cache.with(large, Picture::width)).isEqualTo(1);
        assertThat(cache.usedBytes()).isEqualTo(1);
    }

    /** Needs all of the memory, as long as anything is in the cache. */
    private record LargeSource(PictureCache cache) implements PictureSource {
        @Override
        public String name() {
            return "large";
        }

        @Override
        public Picture read() {
            if (cache.usedBytes() > 0) {
                HeapBudget.require("large", "pixels", Long.MAX_VALUE / 4);
            }
            return new Picture(1, 1, 1, new float[1]);
        }
    }

    private static ImageEntry image(long id, Picture picture, AtomicInteger reads) {
        PictureSource source = new PictureSource() {
            @Override
            public String name() {
                return "picture " + id;
            }

            @Override
            public Picture read() {
                reads.incrementAndGet();
                return picture;
            }
        };
        return new ImageEntry(id, id + ".png", source, picture.width(), picture.height(), List.of());
    }

    @Test
    void ordersAreKeyedBySeedAndEpoch() {
        EpochOrder order = EpochOrder.shuffled(50, 3);

        assertThat(order.epoch(4)).isEqualTo(EpochOrder.shuffled(50, 3).epoch(4));
        assertThat(order.epoch(4)).isNotEqualTo(order.epoch(5));
        assertThat(order.epoch(4)).isNotEqualTo(EpochOrder.shuffled(50, 2).epoch(4));
        assertThat(EpochOrder.sequential(3).epoch(9)).containsExactly(0, 1, 2);
    }

    @Test
    void aBatchMayBeLargerThanTheDataSet() {
        try (SampleLoader<Integer> loader = new SampleLoader<>(
                dataset(null),
                EpochOrder.sequential(IMAGES),
                25,
                transform(),
                sample -> 0,
                new LoaderOptions(1, 1),
                new PictureCache(0))) {
            Batch<Integer> batch = loader.next();

            assertThat(batch.samples()).hasSize(25);
            assertThat(batch.fresh()).isEqualTo(IMAGES);
        }
    }

    private static List<String> digests(SampleLoader<Integer> loader, int count) {
        List<String> digests = new ArrayList<>();
        try (loader) {
            for (int i = 0; i < count; i++) {
                digests.add(digest(loader.next()));
            }
        }
        return digests;
    }

    private static String digest(Batch<Integer> batch) {
        StringBuilder digest = new StringBuilder(batch.epoch() + "/" + batch.index());
        for (Sample sample : batch.samples()) {
            digest.append(' ').append(sample.image().id()).append(':').append(Arrays.hashCode(sample.pixels()));
        }
        return digest.toString();
    }

    private SampleLoader<Integer> loader(int threads, int prefetch, int cacheMegabytes) {
        return loader(dataset(null), EpochOrder.shuffled(IMAGES, 5), threads, prefetch, cacheMegabytes);
    }

    @Test
    void sharedSamplesAreTheSameWithAnyThreadsAndFromAnyBatchOn() {
        Dataset dataset = dataset(null);
        List<float[]> whole = pixelsFrom(dataset, 1, 0, 0, 6);

        List<float[]> later = pixelsFrom(dataset, 3, 1, 1, 2); // an epoch has three batches

        assertThat(later.get(0)).isEqualTo(whole.get(4));
        assertThat(later.get(1)).isEqualTo(whole.get(5));
    }

    /** The first sample of each batch, where every sample is a mosaic with another picture through it. */
    private static List<float[]> pixelsFrom(Dataset dataset, int threads, long epoch, int index, int batches) {
        SampleTransform mixing = new SampleTransform(
                new InputSize(8, 8),
                ResizeMode.LETTERBOX,
                new NormalizationConfig(),
                new AugmentationConfig(0.5, 0.8, 1.25, 0.1, 0.1, 0.3, 1, 1, Map.of())
                        .withTransforms(List.of(
                                new Rotate(20, 0.5),
                                new Translate(),
                                new GaussianNoise(0.1, 1),
                                new CutOut(2, 0.3, 1))),
                ClassSwap.NONE,
                5);
        List<float[]> pixels = new ArrayList<>();
        try (SampleLoader<Integer> loader = new SampleLoader<>(
                dataset,
                EpochOrder.shuffled(IMAGES, 3),
                BATCH,
                mixing,
                sample -> 0,
                new LoaderOptions(threads, 2),
                new PictureCache(1_000_000L))) {
            loader.startAt(epoch, index);
            for (int i = 0; i < batches; i++) {
                pixels.add(loader.next().samples().get(0).pixels());
            }
        }
        return pixels;
    }

    private static SampleLoader<Integer> loader(
            Dataset dataset, EpochOrder order, int threads, int prefetch, int cacheMegabytes) {
        return new SampleLoader<>(
                dataset,
                order,
                BATCH,
                transform(),
                sample -> (int) sample.image().id(),
                new LoaderOptions(threads, prefetch),
                new PictureCache(cacheMegabytes * 1_000_000L));
    }

    private static SampleTransform transform() {
        return new SampleTransform(
                new InputSize(8, 8),
                ResizeMode.LETTERBOX,
                new NormalizationConfig(),
                new AugmentationConfig(),
                ClassSwap.NONE,
                5);
    }

    /** Eleven pictures, each of one grey; the fifth may be replaced. */
    private Dataset dataset(PictureSource fifth) {
        List<ImageEntry> images = new ArrayList<>();
        for (int id = 1; id <= IMAGES; id++) {
            float grey = id / 255f;
            PictureSource source = id == 5 && fifth != null
                    ? fifth
                    : source("grey " + id, () -> {
                        decoded.incrementAndGet();
                        return new Picture(2, 2, 1, new float[] {grey, grey, 0, 0});
                    });
            images.add(new ImageEntry(id, id + ".png", source, 2, 2, List.of()));
        }
        return new Dataset("greys", List.of(new Category(0, 1, "none")), images, DataReport.CLEAN);
    }

    private static PictureSource source(String name, Supplier<Picture> pictures) {
        return new PictureSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Picture read() {
                return pictures.get();
            }
        };
    }
}
