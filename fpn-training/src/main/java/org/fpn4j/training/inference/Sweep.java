package org.fpn4j.training.inference;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;

/** Every image of a data set before a detector, once, in the order of the data set. */
public final class Sweep {
    private final Dataset dataset;
    private final LoaderOptions options;
    private final PictureCache cache;

    /**
     * Prepares to look at one data set.
     *
     * @param cache of its pictures, kept between runs
     */
    public Sweep(Dataset dataset, LoaderOptions options, PictureCache cache) {
        this.dataset = dataset;
        this.options = options;
        this.cache = cache;
    }

    /** Hands over what is found in each image, in pixels of the original; of one in tiles, what is found in all of them. */
    public void run(Predictor predictor, BiConsumer<ImageEntry, List<Detection>> listener) {
        run(predictor, List.of(HeadGeometry::decode), (image, ways) -> listener.accept(image, ways.get(0)));
    }

    /**
     * The same of what another transform makes of each image.
     *
     * @param transform with the input of the predictor
     */
    void run(Predictor predictor, SampleTransform transform, BiConsumer<ImageEntry, List<Detection>> listener) {
        run(
                predictor,
                transform,
                sample -> 0,
                (batch, next) -> predictor.detect(batch.samples(), next, List.of(HeadGeometry::decode)),
                (image, ways) -> listener.accept(image, ways.get(0)));
    }

    /** Hands over what each decoder finds in each image. */
    void run(
            Predictor predictor,
            List<Predictor.Decoder> decoders,
            BiConsumer<ImageEntry, List<List<Detection>>> listener) {
        run(
                predictor,
                predictor.transform(),
                sample -> 0,
                (batch, next) -> predictor.detect(batch.samples(), next, decoders),
                listener);
    }

    /**
     * The same, and measures the losses, of tiles where there are tiles.
     *
     * @param predictor that can measure them
     * @return their means over all images, by name
     */
    Map<String, Double> measure(
            Predictor predictor, LossBasis basis, BiConsumer<ImageEntry, List<Detection>> listener) {
        MeanLosses losses = new MeanLosses();
        Looking<ImageTargets> looking = (batch, next) -> {
            Predictor.Measured measured = predictor.measure(batch, basis, next);
            losses.add(measured.losses(), batch.fresh());
            return measured.detections().stream().map(List::of).toList();
        };
        run(
                predictor,
                predictor.transform(),
                predictor::assign,
                looking,
                (image, ways) -> listener.accept(image, ways.get(0)));
        return losses.means();
    }

    /** What is done with a batch; gives what is found in each of its images, in one or several ways. */
    @FunctionalInterface
    private interface Looking<T> {
        List<List<List<Detection>>> at(Batch<T> batch, Supplier<List<Sample>> next);
    }

    private <T> void run(
            Predictor predictor,
            SampleTransform transform,
            Function<Sample, T> targets,
            Looking<T> looking,
            BiConsumer<ImageEntry, List<List<Detection>>> listener) {
        TiledDataset tiled = TiledDataset.of(dataset, predictor.tiling());
        EpochOrder order = EpochOrder.sequential(tiled.seen().images().size());
        TileGathering gathering = new TileGathering(tiled.images(), predictor.seams(), listener);
        try (SampleLoader<T> loader =
                new SampleLoader<>(tiled.seen(), order, predictor.batchSize(), transform, targets, options, cache)) {
            BatchesAhead<T> batches = new BatchesAhead<>(loader);
            int count = loader.batchesPerEpoch();
            for (int i = 0; i < count; i++) {
                Batch<T> batch = batches.next();
                boolean isLast = i + 1 == count;
                List<List<List<Detection>>> found =
                        looking.at(batch, () -> isLast ? List.of() : batches.samplesAhead());
                found.subList(0, batch.fresh()).forEach(gathering::add);
            }
        }
    }
}
