package org.fpn4j.experiments.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Inject;
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
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.files.Writing;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.loop.TrainingStep;

/**
 * {@code metrics.jsonl}: a line per step ({@code step, epoch, lr, loss, losses, grad_norm}, and with gradients that are scaled
 * {@code loss_scale}; {@code skipped} in the place of {@code grad_norm} where one overflowed) and per evaluation ({@code
 * step, epoch, split, metrics, left_out}, {@code best} where none before was as good, and {@code val_loss, val_losses} where
 * they are measured, null where not finite). Where a detector adds maps by learned weights, there is a line of their shares
 * before the first step and after each evaluation ({@code step, epoch, fusion}), by the name of the parameter. It holds no
 * times, so that a resumed run writes the same lines.
 */
final class MetricsLog implements TrainingListener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunDirectory directory;
    private final Path file;
    private final TrainingListener told;
    private final FusionWeights fusion;
    private Writer writer; // null before the beginning
    private boolean evaluated; // since the last snapshot

    /** @param told hears of lines that cannot be read and are dropped */
    @Inject
    MetricsLog(RunDirectory directory, TrainingListener told, CheckedConfig config) {
        this(directory, told, config.fusionWeights());
    }

    MetricsLog(RunDirectory directory, TrainingListener told, FusionWeights fusion) {
        this.directory = directory;
        this.fusion = fusion;
        this.file = directory.metrics();
        this.told = told;
    }

    /** Opens the log and drops what a training that goes on from there writes again. */
    @Override
    public void begin(TrainingState start, long steps) {
        WholeFile.write(file, stream -> keep(directory, start.position(), told::say, stream));
        Writing.guarded(
                file, () -> writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
    }

    private static void keep(RunDirectory directory, Position start, Consumer<String> told, OutputStream stream)
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
    private static boolean isBefore(JsonNode line, Position start) {
        long step = line.get("step").asLong();
        boolean evaluation = line.has("metrics") || line.has("fusion");
        boolean done = !evaluation || start.evaluatedEpoch() == start.epoch();
        return step < start.step() || (step == start.step() && done);
    }

    @Override
    public void stepped(TrainingStep step) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step.step());
        line.put("epoch", step.epoch());
        line.put("lr", step.learningRate());
        line.put("loss", step.loss());
        line.put("losses", step.losses());
        if (step.isSkipped()) {
            line.put("skipped", true);
        } else {
            line.put("grad_norm", step.gradientNorm());
        }
        step.lossScale().ifPresent(scale -> line.put("loss_scale", scale));
        append(line);
    }

    @Override
    public void evaluated(TrainingEvaluation evaluation) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", evaluation.step());
        line.put("epoch", evaluation.epoch());
        line.put("split", evaluation.on().name().toLowerCase(Locale.ROOT));
        if (evaluation.best()) {
            line.put("best", true);
        }
        line.put("metrics", evaluation.score().values().all());
        line.put("left_out", evaluation.score().leftOut().json());
        evaluation.loss().ifPresent(loss -> {
            line.put("val_loss", number(loss));
            Map<String, Object> losses = new LinkedHashMap<>();
            evaluation.losses().forEach((name, value) -> losses.put(name, number(value)));
            line.put("val_losses", losses);
        });
        append(line);
        evaluated = true;
    }

    @Override
    public void starting(Snapshot start) {
        if (start.state().position().step() == 0) {
            appendFusion(start);
        }
    }

    @Override
    public void reached(Snapshot snapshot) {
        if (evaluated) {
            appendFusion(snapshot);
        }
        evaluated = false;
    }

    private void appendFusion(Snapshot snapshot) {
        if (!fusion.nodes().isEmpty()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("step", snapshot.state().position().step());
            line.put("epoch", snapshot.state().position().epoch());
            line.put("fusion", fusion.shares(snapshot.weights()));
            append(line);
        }
    }

    /** JSON has no word for what is not finite. */
    private static Double number(double value) {
        return Double.isFinite(value) ? value : null;
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
        if (writer != null) {
            Writing.guarded(file, writer::close);
        }
    }
}
