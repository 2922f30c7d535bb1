package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.merging.PooledSuppression;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.transform.ClassSwap;

/**
 * What a detector finds in several views of each image, as one's: at several sizes of its input, and in the mirror (test-time
 * augmentation). The boxes of all views are suppressed together and as many stay as a single view gives, as with detectron2's
 * {@code TEST.AUG}; objects in the mirror may have other classes ({@link ClassSwap}). Of boxes alone.
 *
 * <p>Weighted boxes fusion, which fits models that differ, is no choice here: a view has several boxes of an object, and their
 * low scores would draw the fused one's down.
 */
public final class PooledViews {
    private final Dataset dataset;
    private final LoaderOptions options;
    private final double overlap;
    private final Map<Long, List<Detection>> found = new HashMap<>();
    private int most;

    /**
     * Of all images of a data set, of which nothing was looked at yet.
     *
     * @param overlap intersection over union, in [0, 1], above which two boxes of a class are one object
     */
    public PooledViews(Dataset dataset, LoaderOptions options, double overlap) {
        this.dataset = dataset;
        this.options = options;
        this.overlap = overlap;
    }

    /** Looks at every image as it is, at the size of the predictor's input. */
    public void add(Predictor predictor) {
        sweep().run(predictor, (image, ofView) -> pool(predictor, image, ofView));
    }

    /**
     * Looks at every image in the mirror.
     *
     * @param swap classes that are each other's mirror image
     */
    public void addMirrored(Predictor predictor, ClassSwap swap) {
        sweep().run(predictor, predictor.transform().mirrored(), (image, ofView) -> {
            List<Detection> named = ofView.stream()
                    .map(one -> new Detection(swap.inMirror(one.label()), one.score(), one.box()))
                    .toList();
            pool(predictor, image, named);
        });
    }

    private Sweep sweep() {
        return new Sweep(dataset, options, PictureCache.ofMegabytes(0));
    }

    private void pool(Predictor predictor, ImageEntry image, List<Detection> ofView) {
        if (ofView.stream().anyMatch(one -> one.mask().isPresent())) {
            throw new IllegalArgumentException("masks of several views are not put together");
        }
        most = Math.max(most, predictor.mostDetections());
        found.computeIfAbsent(image.id(), id -> new ArrayList<>()).addAll(ofView);
    }

    /** Hands over what all views together find in each image, in pixels of the original, in the order of the data set. */
    public void forEach(BiConsumer<ImageEntry, List<Detection>> listener) {
        PooledSuppression suppression = new PooledSuppression(overlap, most);
        for (ImageEntry image : dataset.images()) {
            List<Detection> all = found.getOrDefault(image.id(), List.of());
            List<Integer> kept =
                    suppression.kept(all.stream().map(Seams::scored).toList());
            listener.accept(image, kept.stream().map(all::get).toList());
        }
    }
}
