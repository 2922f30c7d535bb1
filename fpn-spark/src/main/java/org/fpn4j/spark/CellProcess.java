package org.fpn4j.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A cell in training as a process of its own. It stops with a checkpoint when its standard input ends, so that it does not
 * outlive the JVM that started it, however that ends.
 */
final class CellProcess implements AutoCloseable {
    /** Enough for a list of problems or a stack trace, little enough for hundreds of outcomes. */
    private static final int WORDS_KEPT = 40;

    private static final int MILLISECONDS_BETWEEN_LOOKS = 200;
    private static final int SECONDS_FOR_LAST_WORDS = 10; // of a machine that has much else to do

    private final Process process;
    private final long secondsToStop;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> words = new ArrayDeque<>();
    private final Thread output;
    private final Thread errors;
    private boolean asked;

    /** @param secondsToStop for the step in progress and its checkpoint, before the process is killed */
    CellProcess(ProcessBuilder builder, long secondsToStop) throws IOException {
        this.process = builder.start();
        this.secondsToStop = secondsToStop;
        this.output = follow(process.getInputStream(), lines::add);
        this.errors = follow(process.getErrorStream(), this::heard);
    }

    private static Thread follow(InputStream stream, Consumer<String> lines) {
        Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.accept(line);
                }
            } catch (IOException e) {
                // the process ended
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void heard(String line) {
        System.err.println(line); // into the executor's log, which Spark's pages show
        synchronized (words) {
            words.add(line);
            if (words.size() > WORDS_KEPT) {
                words.remove();
            }
        }
    }

    /**
     * Hands over each line of standard output until the process ends.
     *
     * @param stop asked several times a second, whether the training is to stop
     * @return the exit code
     */
    int await(Consumer<String> told, BooleanSupplier stop) {
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                String line = lines.poll(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    told.accept(line);
                }
                if (!asked && stop.getAsBoolean()) {
                    interrupted |= stop();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                interrupted |= stop();
            }
        }
        interrupted |= wait(output);
        interrupted |= wait(errors);
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            told.accept(line);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    /** True where the wait was interrupted. */
    private static boolean wait(Thread reader) {
        try {
            reader.join(TimeUnit.SECONDS.toMillis(SECONDS_FOR_LAST_WORDS));
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** True where it ended, or is to end, because it was asked to. */
    boolean asked() {
        return asked;
    }

    /** The last lines of standard error. */
    String words() {
        synchronized (words) {
            return String.join(System.lineSeparator(), words);
        }
    }

    /** Has it stop with a checkpoint, and waits for that; kills it where it takes too long. */
    @Override
    public void close() {
        if (stop()) {
            Thread.currentThread().interrupt();
        }
    }

    /** True where the wait was interrupted, which ends it no sooner: the checkpoint is worth more than a quick answer. */
    private boolean stop() {
        if (!process.isAlive()) {
            return false;
        }
        asked = true;
        boolean interrupted = false;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it does not listen any more
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsToStop);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                process.waitFor(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        process.destroyForcibly();
        return interrupted;
    }
}
