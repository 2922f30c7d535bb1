package org.fpn4j.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The claim of a process on another machine, as it lies in the directory of a run. */
public final class ForeignClaim {
    /** The command of that process. */
    public static final String WORDS = "process 41 on node7 since 2026-01-01T00:00:00Z, ./fpn train x.yaml";

    private ForeignClaim() {}

    /**
     * Writes the file and makes the directory.
     *
     * @param end the note and the state, in lines
     */
    public static Path write(Path run, int number, int signs, String end) throws IOException {
        return write(run, number, "boot", "node7", signs, end);
    }

    /** The same of a machine. */
    static Path write(Path run, int number, String machine, String host, int signs, String end) throws IOException {
        String text =
                """
                process 41
                host %s
                machine %s
                since 2026-01-01T00:00:00Z
                command ./fpn train x.yaml
                signs %d
                %s
                """;
        Files.createDirectories(run);
        return Files.writeString(
                run.resolve(String.format("claim-%06d", number)), text.formatted(host, machine, signs, end));
    }
}
