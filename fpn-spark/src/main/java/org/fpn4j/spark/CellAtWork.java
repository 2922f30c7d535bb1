package org.fpn4j.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A cell on the worker that trains it.
 *
 * @param home of the command line on this machine
 * @param host this machine
 * @param scratch a folder of this try alone
 * @param secondsToStop for a step and a checkpoint
 * @param stop asked several times a second, whether the training is to stop with a checkpoint
 */
record CellAtWork(
        CellOrder order, LauncherHome home, String host, Path scratch, long secondsToStop, BooleanSupplier stop) {
    /** What a shell adds to the number of a signal. */
    private static final int SIGNAL = 128;

    private static final double NANOSECONDS = 1e9;

    /**
     * Trains in a directory of this machine, going on with what is there. A process that ends before it begins to train found
     * something on this machine, such as other data or another processor, that would be in the way of every cell.
     *
     * @param told hears {@code begins}, {@code checkpoint STEP} after each one that is whole, and {@code finished}
     * @throws CellLost where the process was stopped or killed
     */
    CellOutcome train(Path directory, Consumer<String> told) throws IOException {
        Path file = Files.writeString(scratch.resolve(order.name() + ".json").toAbsolutePath(), order.content());
        long began = System.nanoTime();
        ProcessBuilder builder = home.process(
                List.of(
                        "cell",
                        file.toString(),
                        "--out",
                        directory.toAbsolutePath().toString(),
                        "--attached"),
                host);
        File folder = new File(order.folder());
        if (folder.isDirectory()) { // otherwise relative paths lead nowhere, and whoever looks for a file there says so
            builder.directory(folder);
        }
        try (CellProcess process = new CellProcess(builder, secondsToStop)) {
            AtomicBoolean begun = new AtomicBoolean();
            int exitCode = process.await(
                    line -> {
                        begun.compareAndSet(false, line.equals("begins"));
                        told.accept(line);
                    },
                    stop);
            double seconds = (System.nanoTime() - began) / NANOSECONDS;
            if (exitCode != 0 && process.asked()) {
                throw new CellLost(order.name() + " was asked to stop on " + host);
            }
            if (exitCode > SIGNAL) {
                throw new CellLost(order.name() + " was ended by signal " + (exitCode - SIGNAL) + " on " + host
                        + lastWords(process.words()));
            }
            if (exitCode != 0 && !begun.get()) {
                return CellOutcome.unfit(
                        order.name(),
                        order.name() + " cannot be trained on host " + host + ":" + System.lineSeparator()
                                + process.words().indent(4).stripTrailing());
            }
            return new CellOutcome(order.name(), exitCode, process.words(), seconds, false);
        }
    }

    private static String lastWords(String words) {
        int end = words.lastIndexOf(System.lineSeparator());
        return words.isEmpty()
                ? ""
                : "; its last words: " + (end < 0 ? words : words.substring(end).strip());
    }
}
