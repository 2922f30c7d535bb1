package org.fpn4j.training.inference;

import java.util.List;
import org.fpn4j.data.loading.Batch;
import org.fpn4j.data.loading.SampleLoader;
import org.fpn4j.data.transform.Sample;

/** A loader's batches, of which the next can be looked at; what is wrong with it is thrown when it is due. */
final class BatchesAhead<T> {
    private final SampleLoader<T> loader;
    private Batch<T> ahead; // null where the loader still has it
    private RuntimeException failure; // of looking at it; null where nothing failed

    BatchesAhead(SampleLoader<T> loader) {
        this.loader = loader;
    }

    /** The next batch. */
    Batch<T> next() {
        if (failure != null) {
            throw failure;
        }
        Batch<T> next = ahead == null ? loader.next() : ahead;
        ahead = null;
        return next;
    }

    /** Samples of the next batch; none where something is wrong with it. */
    List<Sample> samplesAhead() {
        try {
            ahead = loader.next();
            return ahead.samples();
        } catch (RuntimeException e) {
            failure = e;
            return List.of();
        }
    }
}
