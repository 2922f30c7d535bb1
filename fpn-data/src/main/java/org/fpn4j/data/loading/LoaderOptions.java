package org.fpn4j.data.loading;

import org.fpn4j.config.problem.FieldChecks;

/**
 * How samples are loaded; nothing here changes a result.
 *
 * @param threads background threads
 * @param prefetchBatches batches prepared ahead of the one in use, or as many as an eighth of the heap holds
 */
public record LoaderOptions(int threads, int prefetchBatches) {
    public LoaderOptions {
        new FieldChecks()
                .atLeast("threads", threads, 1)
                .atLeast("prefetchBatches", prefetchBatches, 1)
                .done();
    }

    /** Two threads, four batches ahead. */
    public LoaderOptions() {
        this(2, 4);
    }
}
