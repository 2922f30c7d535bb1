package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import org.fpn4j.core.files.StoredJson;
import org.fpn4j.core.files.WholeFile;
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
            StoredJson.write(file.toAbsolutePath(), value);
        }
    }

    static void printTo(java.io.PrintStream stream, Object value) {
        stream.println(StoredJson.text(value));
    }

    /** Writes JSON that is already printed. */
    void writeBytes(byte[] text) {
        if (toStandardOutput()) {
            Console.results().writeBytes(text);
            Console.results().flush();
        } else if (file != null) {
            WholeFile.write(file.toAbsolutePath(), text);
        }
    }

    /** Prints text for people, unless standard output belongs to the JSON. */
    void print(String text) {
        if (!toStandardOutput()) {
            Console.results().println(text);
        }
    }
}
