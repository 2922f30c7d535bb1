package org.fpn4j.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fpn4j.training.config.CheckedConfig;

/** The smallest training that has every part: it takes about a second. */
public final class TinyConfig {
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

    private TinyConfig() {}

    /** Writes {@code small.yaml} and returns its path. */
    public static Path write(Path directory) {
        try {
            return Files.writeString(directory.resolve("small.yaml"), YAML);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The config with changes. */
    public static CheckedConfig load(Path directory, String... sets) {
        return CheckedConfig.load(write(directory), List.of(sets));
    }
}
