package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import org.fpn4j.experiments.run.WholeFiles;
import picocli.CommandLine.Option;

/** {@code --json FILE}, or {@code --json -} for standard output, which then carries nothing else. */
final class JsonOutput {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON; - is standard output.")
    private Path file; // null where no JSON is wanted

    /** True where standard output belongs to the JSON. */
    boolean toStandardOutput() {
        return file != null && file.toString().equals("-");
    }

    boolean wanted() {
        return file != null;
    }

    void write(Object value) {
        if (toStandardOutput()) {
            printTo(Console.results(), value);
        } else if (file != null) {
            WholeFiles.writeJson(file.toAbsolutePath(), value);
        }
    }

    static void printTo(java.io.PrintStream stream, Object value) {
        try {
            stream.println(WholeFiles.JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot print " + value, e);
        }
    }

    /** Writes JSON that is already printed. */
    void writeBytes(byte[] text) {
        if (toStandardOutput()) {
            Console.results().writeBytes(text);
            Console.results().flush();
        } else if (file != null) {
            WholeFiles.write(file.toAbsolutePath(), text);
        }
    }

    /** Prints text for people, unless standard output belongs to the JSON. */
    void print(String text) {
        if (!toStandardOutput()) {
            Console.results().println(text);
        }
    }
}
