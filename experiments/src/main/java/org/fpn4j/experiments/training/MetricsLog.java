package org.fpn4j.experiments.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.data.scoring.Score;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.WholeFiles;

/**
 * {@code metrics.jsonl}: a line per step ({@code step, epoch, lr, loss, losses, grad_norm}) and per evaluation ({@code
 * step, epoch, metrics}). It holds no times, so that a resumed run writes the same lines.
 */
final class MetricsLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Writer writer;

    /** Opens the log and drops lines of steps after {@code lastStep}, which a resumed run writes again. */
    MetricsLog(RunDirectory directory, long lastStep) {
        this.file = directory.metrics();
        List<JsonNode> kept = directory.metricLines().stream()
                .filter(line -> line.path("step").asLong() <= lastStep)
                .toList();
        StringBuilder text = new StringBuilder();
        kept.forEach(line -> text.append(line).append('\n'));
        WholeFiles.write(file, text.toString());
        try {
            this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new org.fpn4j.core.problem.UserInputException(
                    file.toString(), "cannot be written: " + e.getMessage());
        }
    }

    void step(long step, long epoch, double learningRate, Map<String, Double> losses, double norm) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("epoch", epoch);
        line.put("lr", learningRate);
        line.put(
                "loss",
                losses.values().stream().mapToDouble(Double::doubleValue).sum());
        line.put("losses", losses);
        line.put("grad_norm", norm);
        append(line);
    }

    void evaluation(long step, long epoch, Score score) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("epoch", epoch);
        line.put("metrics", score.metrics().summary());
        line.put("left_out", score.leftOut().json());
        append(line);
    }

    private void append(Map<String, Object> line) {
        WholeFiles.guarded(file, () -> {
            writer.write(JSON.writeValueAsString(line));
            writer.write('\n');
            writer.flush();
        });
    }

    @Override
    public void close() {
        WholeFiles.guarded(file, writer::close);
    }
}
