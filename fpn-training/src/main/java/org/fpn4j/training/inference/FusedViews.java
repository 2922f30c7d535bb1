package org.fpn4j.training.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.merging.FusedBox;
import org.fpn4j.core.merging.ScoredBox;
import org.fpn4j.core.merging.WeightedBoxesFusion;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.transform.ClassSwap;

/**
 * What a detector finds in several views of each image, as one's: at several sizes of its input, and in the mirror (test-time
 * augmentation, as detectron2's {@code TEST.AUG}). Of boxes alone.
 *
 * <p>Differs from detectron2: boxes of all views are fused ({@link WeightedBoxesFusion}) instead of suppressed, so what one of
 * several views finds alone loses score; and objects in the mirror may have other classes ({@link ClassSwap}).
 */
public final class FusedViews {
    private final Dataset dataset;
    private final LoaderOptions options;
    private final WeightedBoxesFusion fusion;
    private final List<Map<Long, List<ScoredBox>>> views = new ArrayList<>();

    /** Of all images of a data set, of which nothing was looked at yet. */
    public FusedViews(Dataset dataset, LoaderOptions options, WeightedBoxesFusion fusion) {
        this.dataset = dataset;
        this.options = options;
        this.fusion = fusion;
    }

    /** Looks at every image as it is, at the size of the predictor's input. */
    public void add(Predictor predictor) {
        Map<Long, List<ScoredBox>> view = view();
        sweep().run(predictor, (image, found) -> view.put(image.id(), boxes(found, ClassSwap.NONE)));
    }

    /**
     * Looks at every image in the mirror.
     *
     * @param swap classes that are each other's mirror image
     */
    public void addMirrored(Predictor predictor, ClassSwap swap) {
        Map<Long, List<ScoredBox>> view = view();
        sweep().run(
                        predictor,
                        predictor.transform().mirrored(),
                        (image, found) -> view.put(image.id(), boxes(found, swap)));
    }

    private Map<Long, List<ScoredBox>> view() {
        Map<Long, List<ScoredBox>> view = new HashMap<>();
        views.add(view);
        return view;
    }

    private Sweep sweep() {
        return new Sweep(dataset, options, PictureCache.ofMegabytes(0));
    }

    private static List<ScoredBox> boxes(List<Detection> found, ClassSwap swap) {
        List<ScoredBox> boxes = new ArrayList<>();
        for (Detection one : found) {
            if (one.mask().isPresent()) {
                throw new IllegalArgumentException("masks of several views are not fused");
            }
            Box box = one.box();
            boxes.add(new ScoredBox(swap.inMirror(one.label()), one.score(), box.x1(), box.y1(), box.x2(), box.y2()));
        }
        return boxes;
    }

    /** Hands over what all views together find in each image, in pixels of the original, in the order of the data set. */
    public void forEach(BiConsumer<ImageEntry, List<Detection>> listener) {
        for (ImageEntry image : dataset.images()) {
            List<List<ScoredBox>> voters =
                    views.stream().map(view -> view.get(image.id())).toList();
            listener.accept(
                    image,
                    fusion.fuse(voters).stream().map(FusedViews::detection).toList());
        }
    }

    private static Detection detection(FusedBox fused) {
        ScoredBox box = fused.box();
        return new Detection(
                box.label(), (float) box.score(), new Box((float) box.x1(), (float) box.y1(), (float) box.x2(), (float)
                        box.y2()));
    }
}
