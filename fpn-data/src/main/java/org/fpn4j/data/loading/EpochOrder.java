package org.fpn4j.data.loading;

import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.fpn4j.data.transform.SampleRandom;

/**
 * The order of images in each epoch: permutations keyed by seed and epoch, in which images may come more than once, or the order
 * of the data set. All batches of an epoch have the same size, as static shapes demand: the last one is filled up with the images
 * that the same epoch began with, going round as often as it takes.
 */
public final class EpochOrder {
    /** How many pictures have their parts mixed. */
    public static final int MIXED_PICTURES = 8;

    private final int entries;
    private final LongFunction<int[]> epochs;

    private EpochOrder(int entries, LongFunction<int[]> epochs) {
        if (entries < 1) {
            throw new IllegalArgumentException("images[" + entries + "] must be >= 1");
        }
        this.entries = entries;
        this.epochs = epochs;
    }

    /** For training that sees every image once. */
    public static EpochOrder shuffled(int images, long seed) {
        return shuffled(ImageRepeats.once(images), seed);
    }

    /** For training. */
    public static EpochOrder shuffled(ImageRepeats repeats, long seed) {
        return shuffledParts(Collections.nCopies(repeats.factors().size(), 1), repeats, seed);
    }

    /**
     * For training on parts of pictures: pictures in a random order, and the parts of each {@link #MIXED_PICTURES} that follow each
     * other in a random order, so that a batch has parts of several pictures and yet each is decoded once in an epoch, where
     * {@link PictureCache} has room for as many. Where each has one part, all are in a random order.
     *
     * @param parts how many each picture has, in the order of the data set; each is an image
     * @param repeats of all images
     */
    public static EpochOrder shuffledParts(List<Integer> parts, ImageRepeats repeats, long seed) {
        int[] counts = parts.stream().mapToInt(Integer::intValue).toArray();
        if (IntStream.of(counts).sum() != repeats.factors().size()) {
            throw new IllegalArgumentException("parts[" + IntStream.of(counts).sum() + "] must be as many as images["
                    + repeats.factors().size() + "]");
        }
        boolean whole = IntStream.of(counts).allMatch(count -> count == 1);
        int mixed = whole ? counts.length : MIXED_PICTURES;
        return new EpochOrder(
                repeats.entries(),
                epoch -> mixed(
                        counts,
                        times(repeats, SampleRandom.of(seed, "repeated images", epoch)),
                        mixed,
                        SampleRandom.of(seed, "epoch order", epoch)));
    }

    /** How often each image comes. */
    private static int[] times(ImageRepeats repeats, SampleRandom random) {
        int images = repeats.factors().size();
        int[] times = new int[images];
        int[] order = IntStream.range(0, images).toArray();
        shuffle(order, 0, images, random);
        for (int image : repeats.drawn(order, random.nextDouble())) {
            times[image]++;
        }
        return times;
    }

    private static int[] mixed(int[] counts, int[] times, int pictures, SampleRandom random) {
        int[] firsts = new int[counts.length];
        for (int picture = 1; picture < firsts.length; picture++) {
            firsts[picture] = firsts[picture - 1] + counts[picture - 1];
        }
        int[] shuffled = IntStream.range(0, counts.length).toArray();
        shuffle(shuffled, 0, shuffled.length, random);
        int[] order = new int[IntStream.of(times).sum()];
        int end = 0;
        for (int first = 0; first < shuffled.length; first += pictures) {
            int begin = end;
            int last = Math.min(first + pictures, shuffled.length);
            for (int place = first; place < last; place++) {
                int image = firsts[shuffled[place]];
                for (int part = 0; part < counts[shuffled[place]]; part++, image++) {
                    for (int time = 0; time < times[image]; time++) {
                        order[end++] = image;
                    }
                }
            }
            if (end - begin > last - first) { // what stands there one by one is in a random order already
                shuffle(order, begin, end, random);
            }
        }
        return order;
    }

    /** For evaluation: every epoch from the first image to the last. */
    public static EpochOrder sequential(int images) {
        return new EpochOrder(images, epoch -> IntStream.range(0, images).toArray());
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
        return epochs.apply(epoch);
    }

    /** Those from one place to another (Fisher and Yates). */
    private static void shuffle(int[] order, int from, int to, SampleRandom random) {
        for (int i = to - from - 1; i > 0; i--) {
            int other = from + random.below(i + 1);
            int kept = order[from + i];
            order[from + i] = order[other];
            order[other] = kept;
        }
    }
}
