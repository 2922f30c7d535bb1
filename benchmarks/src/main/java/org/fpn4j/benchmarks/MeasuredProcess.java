package org.fpn4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a program took from its start to its end.
 *
 * @param seconds of wall clock
 * @param processorSeconds of all its threads; 0 where the system does not say
 * @param peakMegabytes most memory that was resident; 0 where the system does not say
 */
record MeasuredProcess(double seconds, double processorSeconds, long peakMegabytes) {
    private static final int WATCHED = 10; // milliseconds between looks at the memory

    /**
     * Runs a command to its end.
     *
     * @throws IllegalStateException where it fails, with the end of what it said
     */
    static MeasuredProcess of(List<String> command, Path directory) throws IOException, InterruptedException {
        Path said = Files.createTempFile("growth", ".log");
        try {
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            long peak = 0;
            double processor = 0;
            while (!process.waitFor(WATCHED, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, peakKilobytes(process.pid()));
                processor = process.info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1e3)
                        .orElse(processor);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " ended with " + process.exitValue() + ":\n" + end(said));
            }
            return new MeasuredProcess((System.nanoTime() - begun) / 1e9, processor, peak / 1000);
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static String end(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /** The high-water mark that Linux keeps; a process that has just ended has none any more. */
    private static long peakKilobytes(long process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
