package org.fpn4j.experiments.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.files.Writing;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.experiments.run.RunDirectory;

/**
 * {@code metrics.jsonl}: a line per step ({@code step, epoch, lr, loss, losses, grad_norm}) and per evaluation ({@code
 * step, epoch, metrics}). It holds no times, so that a resumed run writes the same lines.
 */
final class MetricsLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Writer writer;

    /**
     * Opens the log and drops what a training that goes on from there writes again.
     *
     * @param told hears of lines that cannot be read and are dropped, too
     */
    MetricsLog(RunDirectory directory, TrainingState start, Consumer<String> told) {
        this.file = directory.metrics();
        WholeFile.write(file, stream -> keep(directory, start, told, stream));
        try {
            this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new org.fpn4j.config.problem.UserInputException(
                    file.toString(), "cannot be written: " + e.getMessage());
        }
    }

    private static void keep(RunDirectory directory, TrainingState start, Consumer<String> told, OutputStream stream)
            throws IOException {
        Writer kept = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
        try {
            directory.readMetrics(
                    line -> {
                        if (isBefore(line, start)) {
                            append(kept, line.toString());
                        }
                    },
                    told);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        kept.flush();
    }

    private static void append(Writer writer, String line) {
        try {
            writer.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A training can stop between a step and the evaluation after it. */
    private static boolean isBefore(JsonNode line, TrainingState start) {
        long step = line.get("step").asLong();
        boolean evaluation = line.has("metrics");
        boolean done = !evaluation || start.evaluatedEpoch() == start.epoch();
        return step < start.step() || (step == start.step() && done);
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
        line.put("metrics", score.values().all());
        line.put("left_out", score.leftOut().json());
        append(line);
    }

    private void append(Map<String, Object> line) {
        Writing.guarded(file, () -> {
            writer.write(JSON.writeValueAsString(line));
            writer.write('\n');
            writer.flush();
        });
    }

    @Override
    public void close() {
        Writing.guarded(file, writer::close);
    }
}
