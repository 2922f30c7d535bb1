package org.fpn4j.cuda.emulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.fpn4j.cuda.device.Uploads;

/** Copies that a thread of its own makes some time after they were asked for. What else is asked of the device is done at once. */
final class ThreadedUploads implements Uploads {
    private static final ExecutorService COPIES = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "second-stream");
        thread.setDaemon(true);
        return thread;
    });

    private final Consumer<float[]> copy;
    private CompletableFuture<Void> begun = CompletableFuture.completedFuture(null);

    ThreadedUploads(Consumer<float[]> copy) {
        this.copy = copy;
    }

    @Override
    public void begin(float[] values) {
        float[] pinned = values.clone();
        begun = CompletableFuture.runAsync(() -> copy.accept(pinned), COPIES);
    }

    @Override
    public void join() {
        begun.join();
    }

    @Override
    public void done() {}

    @Override
    public void close() {
        begun.join();
    }
}
