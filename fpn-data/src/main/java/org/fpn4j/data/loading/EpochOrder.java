package org.fpn4j.data.loading;

import org.fpn4j.data.transform.SampleRandom;

/**
 * The order of images in each epoch: a permutation keyed by seed and epoch, or the order of the data set. All batches of
 * an epoch have the same size, as static shapes demand: the last one is filled up with the images that the same epoch
 * began with, going round as often as it takes.
 */
public final class EpochOrder {
    private final int images;
    private final long seed;
    private final boolean shuffled;

    private EpochOrder(int images, long seed, boolean shuffled) {
        if (images < 1) {
            throw new IllegalArgumentException("images[" + images + "] must be >= 1");
        }
        this.images = images;
        this.seed = seed;
        this.shuffled = shuffled;
    }

    /** For training. */
    public static EpochOrder shuffled(int images, long seed) {
        return new EpochOrder(images, seed, true);
    }

    /** For evaluation: every epoch from the first image to the last. */
    public static EpochOrder sequential(int images) {
        return new EpochOrder(images, 0, false);
    }

    /** Batches in an epoch: every image is in at least one. */
    public int batches(int batchSize) {
        return (images + batchSize - 1) / batchSize;
    }

    /** How many images of a batch did not occur earlier in the epoch: all but in the last batch. */
    public int fresh(int index, int batchSize) {
        return Math.min(batchSize, images - index * batchSize);
    }

    /** Positions in the data set of all images of an epoch (Fisher and Yates). */
    public int[] epoch(long epoch) {
        int[] order = new int[images];
        for (int i = 0; i < images; i++) {
            order[i] = i;
        }
        if (shuffled) {
            SampleRandom random = SampleRandom.of(seed, "epoch order", epoch);
            for (int i = images - 1; i > 0; i--) {
                int other = random.below(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
        }
        return order;
    }
}
