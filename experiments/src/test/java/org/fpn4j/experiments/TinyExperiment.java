package org.fpn4j.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.training.TrainingData;

/** The smallest experiment that has every part: a run of it takes about a second. */
public final class TinyExperiment {
    private static final String YAML =
            """
            name: small
            input: {height: 64, width: 64}
            backbone: {type: resnet, depth: 18, width: 0.125, norm: {type: group_norm, groups: 4}}
            neck: {type: fpn, out_channels: 8, min_level: 3, max_level: 5}
            extra_levels: {type: none}
            head: {type: fcos, num_classes: 3, tower: {convs: 1, norm: {type: none}}}
            data: {type: synthetic_radiographs, train_images: 8, val_images: 4, test_images: 1, height: 64, width: 64}
            training:
              epochs: 2
              batch_size: 4
              optimizer: {type: sgd, learning_rate: 0.01}
              warmup_steps: 0
              loader_threads: 1
            execution: {threads: 1}
            """;

    private TinyExperiment() {}

    /** Writes {@code small.yaml} and returns its path. */
    public static Path write(Path directory) {
        try {
            return Files.writeString(directory.resolve("small.yaml"), YAML);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The experiment with changes. */
    public static Experiment load(Path directory, String... sets) {
        return Experiment.load(write(directory), List.of(sets));
    }

    /** All lines that a run logged. */
    public static List<JsonNode> metricLines(RunDirectory run) {
        List<JsonNode> lines = new ArrayList<>();
        run.readMetrics(lines::add, told -> {});
        return lines;
    }

    /** Its data. */
    public static TrainingData data(Experiment experiment) {
        return TrainingData.open(experiment.checked(), PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
    }
}
