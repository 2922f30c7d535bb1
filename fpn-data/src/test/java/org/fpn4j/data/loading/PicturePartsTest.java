package org.fpn4j.data.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PicturePart;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.tiling.TilesConfig;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.InputSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures of which parts are asked for: in what order, and how often they are decoded for it. */
@Timeout(30)
class PicturePartsTest {
    private static final int SIDE = 20;
    private static final int BYTES = SIDE * SIDE; // of a picture in the cache
    private static final int TILES = 9; // of a picture
    private static final InputSize TILE = new InputSize(8, 8);

    private final Map<Long, AtomicInteger> decoded = new ConcurrentHashMap<>();

    /** Its pixels count from 0 to 399, modulo 256, and begin at its number. */
    private record Counted(long number, AtomicInteger reads) implements PictureSource {
        @Override
        public String name() {
            return "picture " + number;
        }

        @Override
        public Picture read() {
            reads.incrementAndGet();
            float[] planes = new float[BYTES];
            for (int i = 0; i < BYTES; i++) {
                planes[i] = ((number + i) & 0xFF) / 255f;
            }
            return new Picture(SIDE, SIDE, 1, planes);
        }
    }

    private TiledDataset tiled(int pictures) {
        List<ImageEntry> images = new ArrayList<>();
        for (long id = 1; id <= pictures; id++) {
            AtomicInteger reads = decoded.computeIfAbsent(id, key -> new AtomicInteger());
            images.add(new ImageEntry(id, id + ".png", new Counted(id, reads), SIDE, SIDE, List.of()));
        }
        Dataset whole = new Dataset("counted", List.of(new Category(0, 1, "a")), images, DataReport.CLEAN);
        return TiledDataset.of(whole, Tiling.of(TILE, new TilesConfig(1, 0.25, 0.5)));
    }

    private List<Integer> decodes() {
        return new TreeMap<>(decoded).values().stream().map(AtomicInteger::get).toList();
    }

    private static void lookAtAll(Dataset tiles, EpochOrder order, PictureCache cache) {
        for (int place : order.epoch(0)) {
            cache.with(tiles.images().get(place), Picture::planes);
        }
    }

    @Test
    void aPartHasThePicturesOwnPixels() {
        PicturePart part =
                new PicturePart(new Counted(3, new AtomicInteger()), size(SIDE), 5, 2, new PictureSize(3, 2));
        ImageEntry image = new ImageEntry(1, "part", part, 3, 2, List.of());
        float[] expected = {48 / 255f, 49 / 255f, 50 / 255f, 68 / 255f, 69 / 255f, 70 / 255f};

        assertThat(part.read().planes()).isEqualTo(expected);
        assertThat(new PictureCache(0).with(image, Picture::planes)).isEqualTo(expected);
    }

    private static PictureSize size(int side) {
        return new PictureSize(side, side);
    }

    @Test
    void aPartOfAColourPictureHasItsThreePlanes() {
        float[] planes = new float[3 * 4];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (i * 1000 + 1) / 65535f;
        }
        PictureSource whole = new PictureSource() {
            @Override
            public String name() {
                return "colour";
            }

            @Override
            public Picture read() {
                return new Picture(2, 2, 3, planes);
            }
        };
        PicturePart part = new PicturePart(whole, size(2), 1, 0, new PictureSize(1, 2));
        ImageEntry image = new ImageEntry(1, "part", part, 1, 2, List.of());

        Picture kept = new PictureCache(100).with(image, picture -> picture);

        assertThat(kept.channels()).isEqualTo(3);
        assertThat(kept.planes())
                .containsExactly(planes[1], planes[3], planes[5], planes[7], planes[9], planes[11])
                .isEqualTo(part.read().planes());
    }

    @Test
    void aPictureThatChangedItsSizeIsRefused() {
        PicturePart part = new PicturePart(new Counted(3, new AtomicInteger()), size(30), 0, 0, new PictureSize(3, 2));
        ImageEntry image = new ImageEntry(1, "part", part, 3, 2, List.of());

        assertThatThrownBy(() -> new PictureCache(0).with(image, Picture::planes))
                .isInstanceOf(UserInputException.class)
                .hasMessage("picture 3: image has size[20x20], it had size[30x30] when the data set was opened");
        assertThatThrownBy(part::read).isInstanceOf(UserInputException.class);
    }

    @Test
    void aPartLiesWithinItsPicture() {
        assertThatThrownBy(() ->
                        new PicturePart(new Counted(3, new AtomicInteger()), size(SIDE), 18, 0, new PictureSize(3, 2)))
                .hasMessage("part[3x2 at 18, 0] must lie within 20x20");
    }

    @Test
    void anEvaluationDecodesEachPictureOnceWithoutABudget() {
        lookAtAll(tiled(5).seen(), EpochOrder.sequential(5 * TILES), new PictureCache(0));

        assertThat(decodes()).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void anEpochDecodesEachPictureOnceWhereThereIsRoomForThoseThatAreMixed() {
        TiledDataset tiled = tiled(20);
        PictureCache cache = new PictureCache(EpochOrder.MIXED_PICTURES * BYTES);

        lookAtAll(tiled.seen(), inParts(tiled.counts(), 7), cache);

        assertThat(decodes()).hasSize(20).containsOnly(1);
    }

    @Test
    void threadsThatWantPartsOfOnePictureDecodeItOnce() {
        PictureCache cache = new PictureCache(0);

        List<ImageEntry> tiles = tiled(1).seen().images();
        IntStream.range(0, 100).parallel().forEach(i -> cache.with(tiles.get(i % TILES), Picture::planes));

        assertThat(decodes()).containsExactly(1);
    }

    @Test
    void whatIsKeptStaysWithinTheBudgetOrTwoPictures() {
        TiledDataset tiled = tiled(6);
        PictureCache three = new PictureCache(3 * BYTES);
        PictureCache none = new PictureCache(0);

        tiled.seen().images().forEach(tile -> {
            three.with(tile, Picture::planes);
            none.with(tile, Picture::planes);
        });

        assertThat(three.usedBytes()).isEqualTo(3 * BYTES);
        assertThat(none.usedBytes()).isEqualTo(2 * BYTES);
    }

    @Test
    void thePictureThatWasUsedLongestAgoMakesRoom() {
        List<ImageEntry> tiles = tiled(3).seen().images();
        PictureCache cache = new PictureCache(2 * BYTES);
        for (int picture : new int[] {0, 1, 0, 2, 0, 1}) {
            cache.with(tiles.get(picture * TILES), Picture::planes);
        }

        assertThat(decodes()).containsExactly(1, 2, 1);
    }

    @Test
    void partsAreMixedWithThoseOfSevenOtherPictures() {
        List<Integer> counts =
                IntStream.range(0, 20).map(i -> 1 + i % 3).boxed().toList();
        int all = counts.stream().mapToInt(Integer::intValue).sum();
        EpochOrder order = inParts(counts, 4);
        int[] epoch = order.epoch(2);
        List<Integer> pictures = IntStream.range(0, 20)
                .boxed()
                .flatMap(picture -> IntStream.range(0, counts.get(picture)).mapToObj(part -> picture))
                .toList();

        assertThat(epoch).hasSize(all).doesNotHaveDuplicates().isNotEqualTo(order.epoch(3));
        assertThat(epoch).isEqualTo(inParts(counts, 4).epoch(2));
        List<Integer> seen = IntStream.of(epoch).mapToObj(pictures::get).toList();
        for (int picture = 0; picture < 20; picture++) {
            List<Integer> between = seen.subList(seen.indexOf(picture), seen.lastIndexOf(picture) + 1);
            assertThat(between.stream().distinct().count()).isLessThanOrEqualTo(EpochOrder.MIXED_PICTURES);
        }
    }

    /** Fisher and Yates from the last place on, by the generator of seed 3 and epoch 4. */
    @Test
    void picturesOfOnePartAreInOneRandomOrder() {
        assertThat(inParts(Collections.nCopies(12, 1), 3).epoch(4))
                .containsExactly(8, 1, 10, 3, 5, 4, 0, 9, 11, 6, 7, 2);
    }

    private static EpochOrder inParts(List<Integer> counts, long seed) {
        int images = counts.stream().mapToInt(Integer::intValue).sum();
        return EpochOrder.shuffledParts(counts, ImageRepeats.once(images), seed);
    }

    /** Twenty pictures of three parts, of which the first part of each comes twice. */
    @Test
    void partsThatComeMoreOftenStayBesideTheirPictures() {
        List<Double> factors = new ArrayList<>();
        for (int picture = 0; picture < 20; picture++) {
            factors.addAll(List.of(2.0, 1.0, 1.0));
        }
        int[] epoch = EpochOrder.shuffledParts(Collections.nCopies(20, 3), new ImageRepeats(factors), 5)
                .epoch(1);

        assertThat(epoch).hasSize(80);
        int reach = 4 * EpochOrder.MIXED_PICTURES; // entries of as many pictures
        for (int image = 0; image < 60; image++) {
            int wanted = image;
            int[] places = IntStream.range(0, epoch.length)
                    .filter(place -> epoch[place] / 3 == wanted / 3)
                    .toArray();
            assertThat(places).hasSize(4);
            assertThat(places[3] - places[0]).isLessThan(reach);
            assertThat(IntStream.of(epoch).filter(one -> one == wanted).count()).isEqualTo(wanted % 3 == 0 ? 2 : 1);
        }
    }
}
