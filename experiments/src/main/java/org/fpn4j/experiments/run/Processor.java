package org.fpn4j.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the processor is called. On Arm, Linux tells numbers of who designed it and which of theirs it is. */
final class Processor {
    private static final Map<String, String> ARM = Map.of(
            "0x41 0xd0b", "Cortex-A76",
            "0x41 0xd0c", "Neoverse N1",
            "0x41 0xd40", "Neoverse V1",
            "0x41 0xd49", "Neoverse N2",
            "0x41 0xd4f", "Neoverse V2",
            "0x46 0x001", "A64FX");

    private Processor() {}

    /** The one of this machine. */
    static String name() {
        try {
            return name(Files.readAllLines(Path.of("/proc/cpuinfo")), System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // no such file outside Linux
        }
    }

    /**
     * The first one that is told of.
     *
     * @param told lines of {@code key : value}
     * @param architecture for those that have no name
     */
    static String name(List<String> told, String architecture) {
        return value(told, "model name").orElseGet(() -> {
            Optional<String> designer = value(told, "CPU implementer");
            Optional<String> part = value(told, "CPU part");
            return designer.isEmpty() || part.isEmpty()
                    ? architecture
                    : ARM.getOrDefault(
                            designer.get() + " " + part.get(),
                            architecture + " (implementer " + designer.get() + ", part " + part.get() + ")");
        });
    }

    private static Optional<String> value(List<String> told, String key) {
        return told.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst();
    }
}
