package org.fpn4j.training.inference;

import java.util.LinkedHashMap;
import java.util.Map;

/** Losses of batches, of which each counts as often as it has images: a smaller last one counts less. */
final class MeanLosses {
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private long images;

    /** Adds a batch. */
    void add(Map<String, Double> losses, int imagesOfBatch) {
        losses.forEach((name, loss) -> sums.merge(name, loss * imagesOfBatch, Double::sum));
        images += imagesOfBatch;
    }

    /** The mean over images, by name. */
    Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / images));
        return means;
    }
}
