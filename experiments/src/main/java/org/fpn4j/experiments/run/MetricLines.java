package org.fpn4j.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;

/** Reads {@code metrics.jsonl} line by line, so that a long training takes no more memory than a short one. */
final class MetricLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MetricLines() {}

    /**
     * Hands over every line that is an object with a step. A last line without an end was cut short by a kill and is left
     * out in silence; any other line that cannot be read is left out and told.
     *
     * @param told hears sentences
     */
    static void read(Path file, Consumer<JsonNode> lines, Consumer<String> told) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            boolean whole = endsWithALine(file);
            String line = reader.readLine();
            for (long number = 1; line != null; number++) {
                String next = reader.readLine();
                Optional<JsonNode> parsed = parse(line);
                parsed.ifPresent(lines);
                if (parsed.isEmpty() && (whole || next != null)) {
                    told.accept(file + ":" + number + ": is no line of metrics and is left out");
                }
                line = next;
            }
        } catch (IOException e) {
            throw new UserInputException(file.toString(), "cannot be read: " + ReadFailure.reason(file, e));
        }
    }

    private static Optional<JsonNode> parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return Optional.of(node).filter(tree -> tree.path("step").isIntegralNumber());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean endsWithALine(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
        }
    }
}
