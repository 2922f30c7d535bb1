package org.fpn4j.experiments.hostile;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The thread that reads, watched: a machine that is busy with others is given more time, a reader that hangs is not. */
final class ReadingThread {
    private static final long MOST_COMPUTED = TimeUnit.SECONDS.toNanos(5);
    private static final int MOST_WAITED = 12; // times 5 seconds: one that waits for what never comes computes nothing

    private final ExecutorService executor;
    private Thread thread;

    ReadingThread() {
        executor = Executors.newSingleThreadExecutor(task -> {
            thread = new Thread(task, "hostile");
            thread.setDaemon(true); // one that never answers must not keep the process
            return thread;
        });
    }

    /**
     * What reading gives.
     *
     * @throws TimeoutException where there is no answer
     */
    Optional<String> answer(Callable<Optional<String>> reading)
            throws InterruptedException, ExecutionException, TimeoutException {
        Future<Optional<String>> answer = executor.submit(reading);
        long before = computed();
        for (int waited = 1; ; waited++) {
            try {
                return answer.get(MOST_COMPUTED, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (computed() - before >= MOST_COMPUTED || waited == MOST_WAITED) {
                    throw e;
                }
            }
        }
    }

    /** Nanoseconds that the thread has computed. */
    private long computed() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    void close() {
        executor.shutdownNow();
    }
}
