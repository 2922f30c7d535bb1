package org.fpn4j.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.tracking.TrackedRun;

/** Runs that nobody trains. */
public final class Runs {
    private Runs() {}

    /** A run in {@code run} below a folder, whose config holds trackers. */
    public static TrackedRun in(Path folder, String trackers, Consumer<String> told) {
        LoadedConfig<ExperimentConfig> config = config(folder, trackers);
        return new TrackedRun(config, "necks", "bifpn, seed 1", "0123456789ab", folder.resolve("run"), told);
    }

    /** A config of one line. */
    public static LoadedConfig<ExperimentConfig> config(Path folder, String trackers) {
        try {
            Path file = Files.writeString(folder.resolve("necks.yaml"), "trackers: " + trackers + "\n");
            return new ConfigLoader().load(ExperimentConfig.class, file, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
