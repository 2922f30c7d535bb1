package org.fpn4j.training.inference;

import java.util.List;
import java.util.function.BiConsumer;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.EpochOrder;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.loading.SampleLoader;

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

    /** Hands over what is found in each image, in pixels of the original. */
    public void run(Predictor predictor, BiConsumer<ImageEntry, List<Detection>> listener) {
        run(predictor, List.of(HeadGeometry::decode), (image, ways) -> listener.accept(image, ways.get(0)));
    }

    /** Hands over what each decoder finds in each image. */
    void run(
            Predictor predictor,
            List<Predictor.Decoder> decoders,
            BiConsumer<ImageEntry, List<List<Detection>>> listener) {
        EpochOrder order = EpochOrder.sequential(dataset.images().size());
        try (SampleLoader<Integer> loader = new SampleLoader<>(
                dataset, order, predictor.batchSize(), predictor.transform(), sample -> 0, options, cache)) {
            BatchesAhead<Integer> batches = new BatchesAhead<>(loader);
            int count = loader.batchesPerEpoch();
            for (int i = 0; i < count; i++) {
                Batch<Integer> batch = batches.next();
                boolean isLast = i + 1 == count;
                List<List<List<Detection>>> found =
                        predictor.detect(batch.samples(), () -> isLast ? List.of() : batches.samplesAhead(), decoders);
                for (int j = 0; j < batch.fresh(); j++) {
                    listener.accept(batch.samples().get(j).image(), found.get(j));
                }
            }
        }
    }
}
