package org.fpn4j.data.waiting;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Takes results of other threads as if they had been made by this one. */
public final class Waiting {
    private Waiting() {}

    /**
     * The result, when it is there. What the other thread threw is thrown here as it is.
     *
     * @param interrupted what an interrupted wait says
     * @throws CancellationException where this thread is interrupted, which it then still is
     */
    public static <T> T forResult(Future<T> future, String interrupted) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException(interrupted);
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
