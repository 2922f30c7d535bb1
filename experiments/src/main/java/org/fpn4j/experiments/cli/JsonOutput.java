package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import org.fpn4j.experiments.run.WholeFiles;
import picocli.CommandLine.Option;

/** {@code --json FILE}, or {@code --json -} for standard output, which then carries nothing else. */
final class JsonOutput {
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON; - is standard output.")
    private String file;

    /** True where standard output belongs to the JSON. */
    boolean toStandardOutput() {
        return "-".equals(file);
    }

    boolean wanted() {
        return file != null;
    }

    void write(Object value) {
        if (toStandardOutput()) {
            try {
                Console.results().println(WholeFiles.JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("cannot print " + value, e);
            }
        } else if (file != null) {
            WholeFiles.writeJson(Path.of(file).toAbsolutePath(), value);
        }
    }

    /** Prints text for people, unless standard output belongs to the JSON. */
    void print(String text) {
        if (!toStandardOutput()) {
            Console.results().println(text);
        }
    }
}
