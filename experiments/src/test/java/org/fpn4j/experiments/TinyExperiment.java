package org.fpn4j.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.experiments.training.TrainingRun;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;

/** The smallest experiment that has every part. */
public final class TinyExperiment {
    private TinyExperiment() {}

    /** Writes {@code small.yaml} and returns its path. */
    public static Path write(Path directory) {
        return TinyConfig.write(directory);
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

    /** A run that nobody listens to. */
    public static TrainingRun run(Experiment experiment, RunDirectory directory) {
        return run(experiment, directory, TrainingListener.SILENT);
    }

    /** A run that nobody asks to stop. */
    public static TrainingRun run(Experiment experiment, RunDirectory directory, TrainingListener listener) {
        return run(experiment, directory, listener, new StopRequest());
    }

    /** Its run in a directory. */
    public static TrainingRun run(
            Experiment experiment, RunDirectory directory, TrainingListener listener, StopRequest stop) {
        Caller caller = new Caller("test", line -> {}, label -> listener, CheckListener.SILENT, stop);
        return TrainingRun.of(experiment, directory, data(experiment), "", caller);
    }

    /** Its data. */
    public static TrainingData data(Experiment experiment) {
        return TrainingData.open(experiment.checked(), PictureCache.ofMegabytes(1), line -> {}, CheckListener.SILENT);
    }
}
