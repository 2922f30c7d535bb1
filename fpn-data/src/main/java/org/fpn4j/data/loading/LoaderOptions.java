package org.fpn4j.data.loading;

import org.fpn4j.core.problem.FieldChecks;

/**
 * How samples are loaded; nothing here changes a result.
 *
 * @param threads background threads
 * @param prefetchBatches batches prepared ahead of the one in use
 * @param cacheMegabytes memory for decoded pictures; 0 decodes anew each epoch
 */
public record LoaderOptions(int threads, int prefetchBatches, int cacheMegabytes) {
    public LoaderOptions {
        new FieldChecks()
                .atLeast("threads", threads, 1)
                .atLeast("prefetchBatches", prefetchBatches, 1)
                .atLeast("cacheMegabytes", cacheMegabytes, 0)
                .done();
    }

    /** Two threads, four batches ahead, 256 MB of pictures. */
    public LoaderOptions() {
        this(2, 4, 256);
    }
}
