package org.fpn4j.data.loading;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.transform.Collage;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.data.waiting.Waiting;

/**
 * Endless batches: decoding, transforming and target assignment go on in background threads while a step runs. The
 * batches and their order do not depend on the number of threads; a loader started at a later batch gives what one
 * started at the first would have given from there on.
 *
 * <p>One thread consumes. What goes wrong with a sample is thrown by {@link #next()} when its batch is due, as the
 * exception that it was. Closing stops the threads.
 *
 * @param <T> what target assignment makes of a sample
 */
public final class SampleLoader<T> implements AutoCloseable {
    /* Each sample is one task; the queue holds the tasks of the batches ahead, in order. Only the consumer's thread
    touches queue and position, so order needs no locks: a new batch is handed to the threads when one is taken. */
    private record Pending<T>(long epoch, int index, int fresh, List<Future<Loaded<T>>> samples) {}

    private record Loaded<T>(Sample sample, T target) {}

    private static final int CHANNELS = 3;
    private static final int HEAP_SHARE = 8;

    private final Dataset dataset;
    private final EpochOrder order;
    private final int batchSize;
    private final SampleTransform transform;
    private final Function<Sample, T> targets;
    private final int prefetch;
    private final PictureCache cache;
    private final ExecutorService threads;
    private final Deque<Pending<T>> pending = new ArrayDeque<>();
    private long epoch;
    private int index;
    private int[] positions;

    /**
     * @param order over the images that the data set has
     * @param cache may serve several loaders, of other data sets too
     * @param targets called in background threads
     */
    public SampleLoader(
            Dataset dataset,
            EpochOrder order,
            int batchSize,
            SampleTransform transform,
            Function<Sample, T> targets,
            LoaderOptions options,
            PictureCache cache) {
        this.dataset = requireNonNull(dataset, "dataset is null");
        this.order = requireNonNull(order, "order is null");
        this.transform = requireNonNull(transform, "transform is null");
        this.targets = requireNonNull(targets, "targets is null");
        this.cache = requireNonNull(cache, "cache is null");
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize[" + batchSize + "] must be >= 1");
        }
        this.batchSize = batchSize;
        this.prefetch = ahead(options.prefetchBatches(), bytes(transform.input(), batchSize));
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(options.threads(), task -> {
            Thread thread = new Thread(task, "sample-loader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.positions = order.epoch(0);
    }

    private static long bytes(InputSize input, int batchSize) {
        return (long) batchSize * CHANNELS * input.height() * input.width() * Float.BYTES;
    }

    /** As many batches as wanted, or as an eighth of the heap holds; one in any case. */
    private static int ahead(int wanted, long batchBytes) {
        return (int) Math.max(1, Math.min(wanted, HeapBudget.share(HEAP_SHARE) / batchBytes));
    }

    /** Batches until every image was seen; the last one is filled from the front. */
    public int batchesPerEpoch() {
        return order.batches(batchSize);
    }

    /** Goes to a batch, which {@link #next()} gives next; what was prepared for other batches is dropped. */
    public SampleLoader<T> startAt(long startEpoch, int startIndex) {
        if (startEpoch < 0 || startIndex < 0 || startIndex >= batchesPerEpoch()) {
            throw new IllegalArgumentException("batch[" + startIndex + "] of epoch[" + startEpoch
                    + "] does not exist, an epoch has batches[" + batchesPerEpoch() + "]");
        }
        dropPending();
        epoch = startEpoch;
        index = startIndex;
        positions = order.epoch(epoch);
        return this;
    }

    /**
     * The next batch, waiting for it if it is not ready; after the last of an epoch comes the first of the next.
     *
     * @throws org.fpn4j.config.problem.UserInputException if an image turned out broken or missing
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Batch<T> next() {
        if (threads.isShutdown()) {
            throw new IllegalStateException("the loader is closed");
        }
        while (pending.size() <= prefetch) {
            pending.add(submit());
        }
        Pending<T> due = pending.remove();
        List<Sample> samples = new ArrayList<>(batchSize);
        List<T> assigned = new ArrayList<>(batchSize);
        for (Future<Loaded<T>> future : due.samples()) {
            Loaded<T> loaded = Waiting.forResult(future, "interrupted while waiting for a batch");
            samples.add(loaded.sample());
            assigned.add(loaded.target());
        }
        return new Batch<>(due.epoch(), due.index(), samples, assigned, due.fresh());
    }

    private Pending<T> submit() {
        List<Future<Loaded<T>>> futures = new ArrayList<>(batchSize);
        long ofEpoch = epoch;
        for (int i = 0; i < batchSize; i++) {
            long place = ((long) index * batchSize + i) % positions.length;
            ImageEntry image = dataset.images().get(positions[(int) place]);
            futures.add(threads.submit(() -> load(image, ofEpoch)));
        }
        Pending<T> batch = new Pending<>(epoch, index, order.fresh(index, batchSize), futures);
        index++;
        if (index == batchesPerEpoch()) {
            index = 0;
            epoch++;
            positions = order.epoch(epoch);
        }
        return batch;
    }

    private Loaded<T> load(ImageEntry image, long ofEpoch) {
        Collage collage = transform.collage(image, dataset.images(), ofEpoch);
        List<ImageEntry> images = collage.images();
        for (int i = 0; i < images.size(); i++) {
            int place = i;
            cache.with(images.get(i), picture -> {
                collage.paint(place, picture);
                return place;
            });
        }
        Sample sample = collage.sample();
        return new Loaded<>(sample, targets.apply(sample));
    }

    private void dropPending() {
        for (Pending<T> batch : pending) {
            batch.samples().forEach(future -> future.cancel(false));
        }
        pending.clear();
    }

    /** Stops the threads and waits until they are gone. */
    @Override
    public void close() {
        dropPending();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
