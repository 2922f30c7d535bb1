package org.fpn4j.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
     * Trains in a directory of this machine, going on with what is there.
     *
     * @param told hears {@code checkpoint STEP} after each one that is whole, and {@code finished}
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
            int exitCode = process.await(told, stop);
            double seconds = (System.nanoTime() - began) / NANOSECONDS;
            if (exitCode != 0 && process.asked()) {
                throw new CellLost(order.name() + " was asked to stop on " + host);
            }
            if (exitCode > SIGNAL) {
                throw new CellLost(order.name() + " was ended by signal " + (exitCode - SIGNAL) + " on " + host
                        + lastWords(process.words()));
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
