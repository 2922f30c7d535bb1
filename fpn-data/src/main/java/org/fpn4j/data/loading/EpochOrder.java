package org.fpn4j.data.loading;

import java.util.stream.IntStream;
import org.fpn4j.data.transform.SampleRandom;

/**
 * The order of images in each epoch: a permutation keyed by seed and epoch, in which images may come more than once, or the
 * order of the data set. All batches of an epoch have the same size, as static shapes demand: the last one is filled up with
 * the images that the same epoch began with, going round as often as it takes.
 */
public final class EpochOrder {
    private final ImageRepeats repeats;
    private final int entries;
    private final long seed;
    private final boolean shuffled;

    private EpochOrder(ImageRepeats repeats, long seed, boolean shuffled) {
        this.repeats = repeats;
        this.entries = repeats.entries();
        this.seed = seed;
        this.shuffled = shuffled;
    }

    /** For training that sees every image once. */
    public static EpochOrder shuffled(int images, long seed) {
        return shuffled(ImageRepeats.once(images), seed);
    }

    /** For training. */
    public static EpochOrder shuffled(ImageRepeats repeats, long seed) {
        return new EpochOrder(repeats, seed, true);
    }

    /** For evaluation: every epoch from the first image to the last. */
    public static EpochOrder sequential(int images) {
        return new EpochOrder(ImageRepeats.once(images), 0, false);
    }

    /** Batches in an epoch: every image is in at least one. */
    public int batches(int batchSize) {
        return (entries + batchSize - 1) / batchSize;
    }

    /** How many entries of a batch do not fill it up: all but in the last batch. */
    public int fresh(int index, int batchSize) {
        return Math.min(batchSize, entries - index * batchSize);
    }

    /** Positions in the data set of all images of an epoch. */
    public int[] epoch(long epoch) {
        int images = repeats.factors().size();
        int[] order = IntStream.range(0, images).toArray();
        if (!shuffled) {
            return order;
        }
        shuffle(order, SampleRandom.of(seed, "epoch order", epoch));
        if (entries == images) {
            return order;
        }
        SampleRandom random = SampleRandom.of(seed, "repeated images", epoch);
        int[] drawn = repeats.drawn(order, random.nextDouble());
        shuffle(drawn, random);
        return drawn;
    }

    /** Fisher and Yates. */
    private static void shuffle(int[] order, SampleRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.below(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
    }
}
