package org.fpn4j.data.loading;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.DataReport;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.Picture;
import org.fpn4j.data.image.PictureSource;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.tiling.TilesConfig;
import org.fpn4j.data.tiling.Tiling;
import org.fpn4j.data.transform.AugmentationConfig;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.NormalizationConfig;
import org.fpn4j.data.transform.SampleTransform;

/** Looks at every tile of pictures of 3000 x 3000 values of 16 bits, and prints how many there were and what was decoded. */
final class TilesInLittleMemory {
    private static final int SIDE = 3000;
    private static final AtomicInteger DECODED = new AtomicInteger();

    private TilesInLittleMemory() {}

    private record Ramp(long number) implements PictureSource {
        @Override
        public String name() {
            return "ramp " + number;
        }

        @Override
        public Picture read() {
            DECODED.incrementAndGet();
            float[] planes = new float[SIDE * SIDE];
            for (int i = 0; i < planes.length; i++) {
                planes[i] = ((i + number) & 0xFFFF) / 65535f;
            }
            return new Picture(SIDE, SIDE, 1, planes);
        }
    }

    public static void main(String[] arguments) {
        List<ImageEntry> images = LongStream.rangeClosed(1, 4)
                .mapToObj(id -> new ImageEntry(id, id + ".png", new Ramp(id), SIDE, SIDE, List.of()))
                .toList();
        Dataset whole = new Dataset("ramps", List.of(new Category(0, 1, "none")), images, DataReport.CLEAN);
        InputSize tile = new InputSize(512, 512);
        Dataset tiles =
                TiledDataset.of(whole, Tiling.of(tile, new TilesConfig())).seen();
        SampleTransform plain = SampleTransform.atOwnPixels(
                tile, new NormalizationConfig(), AugmentationConfig.NONE, ClassSwap.NONE, 0);
        int count = tiles.images().size();
        try (SampleLoader<Integer> loader = new SampleLoader<>(
                tiles,
                EpochOrder.sequential(count),
                4,
                plain,
                sample -> 0,
                new LoaderOptions(2, 1),
                PictureCache.ofMegabytes(0))) {
            for (int i = 0; i < loader.batchesPerEpoch() - 2; i++) { // without what is made ahead of the next epoch
                loader.next();
            }
        }
        System.out.println(count + " tiles, decoded " + DECODED.get() + " pictures");
    }
}
