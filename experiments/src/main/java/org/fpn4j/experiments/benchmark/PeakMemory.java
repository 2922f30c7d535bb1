package org.fpn4j.experiments.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The most memory that a process ever had resident, as Linux keeps it: {@code VmHWM} of {@code /proc/self/status}. It
 * counts everything, Java's heap and native arrays alike.
 *
 * @param megabytes of 1024 kB; -1 where it is unknown
 * @param reason why it is unknown; empty where it is known
 */
public record PeakMemory(long megabytes, String reason) {
    private static final String KEY = "VmHWM:";

    /** Of this process, until this moment. */
    public static PeakMemory ofThisProcess() {
        return read(Path.of("/proc/self/status"));
    }

    static PeakMemory read(Path status) {
        List<String> lines;
        try {
            lines = Files.readAllLines(status);
        } catch (IOException e) {
            return new PeakMemory(-1, "peak memory is unknown: this system has no " + status);
        }
        for (String line : lines) {
            String digits = line.startsWith(KEY)
                    ? line.substring(KEY.length()).replace("kB", "").trim()
                    : "";
            if (digits.matches("[0-9]{1,15}")) {
                return new PeakMemory(Math.round(Long.parseLong(digits) / 1024.0), "");
            }
        }
        return new PeakMemory(-1, "peak memory is unknown: " + status + " has no " + KEY.replace(":", "") + " in kB");
    }
}
