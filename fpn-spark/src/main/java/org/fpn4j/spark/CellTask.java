package org.fpn4j.spark;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/**
 * What an executor does for a cell. A cell that cannot be trained is an outcome, as it would fail again; a process that was
 * killed is a failure of the task, which Spark tries again.
 */
final class CellTask implements Function<CellOrder, CellOutcome> {
    private final RunPlace place;
    private final String home;
    private final long secondsToStop;

    /**
     * @param home of the command line on the workers; a path that is not absolute is below the executor's own folder, where
     *     {@code spark.archives} are unpacked
     * @param secondsToStop for a step and a checkpoint
     */
    CellTask(RunPlace place, String home, long secondsToStop) {
        this.place = requireNonNull(place, "place is null");
        this.home = requireNonNull(home, "home is null");
        this.secondsToStop = secondsToStop;
    }

    @Override
    public CellOutcome call(CellOrder order) throws IOException {
        String host = host();
        Path installed = Path.of(SparkFiles.getRootDirectory()).resolve(home).toAbsolutePath();
        TaskContext context = TaskContext.get();
        AtomicBoolean shutDown = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        Thread hook = new Thread(() -> awaited(shutDown, over));
        Runtime.getRuntime().addShutdownHook(hook);
        try (ScratchFolder scratch = ScratchFolder.make()) {
            return place.train(new CellAtWork(
                    order,
                    new LauncherHome(installed.normalize()),
                    host,
                    scratch.path(),
                    secondsToStop,
                    () -> shutDown.get() || context.isInterrupted()));
        } catch (Refusal e) {
            return CellOutcome.unfit(order.name(), e.getMessage());
        } finally {
            over.countDown();
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it runs
        }
    }

    /** Holds an executor's end until the training has stopped. */
    private void awaited(AtomicBoolean shutDown, CountDownLatch over) {
        shutDown.set(true);
        try {
            over.await(secondsToStop, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
