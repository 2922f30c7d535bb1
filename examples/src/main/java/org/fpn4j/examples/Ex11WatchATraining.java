package org.fpn4j.examples;

import java.nio.file.Path;
import java.util.List;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.Trackers;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStep;
import org.fpn4j.training.loop.TrainingStopped;
import org.fpn4j.training.tracking.TrackedRun;

/**
 * A training that a listener of your own ends when the loss is small enough, and that the trackers of its config show: TensorBoard,
 * MLflow, or {@link CurveFile} of this module.
 */
public final class Ex11WatchATraining {
    private Ex11WatchATraining() {}

    /** Takes the path of a config, a folder for what trackers write, a loss, and changes of the config. */
    public static void main(String[] args) {
        LoadedConfig<ExperimentConfig> loaded = new ConfigLoader()
                .load(
                        ExperimentConfig.class,
                        Path.of(args[0]),
                        List.of(),
                        List.of(args).subList(3, args.length));
        CheckedConfig config = CheckedConfig.of(loaded);
        TrainingData data =
                TrainingData.open(config, PictureCache.ofMegabytes(64), System.out::println, CheckListener.SILENT);
        double enough = Double.parseDouble(args[2]);
        StopRequest stop = new StopRequest();
        TrainingListener watcher = new TrainingListener() {
            @Override
            public void stepped(TrainingStep step) {
                if (step.loss() < enough) {
                    stop.ask();
                }
            }
        };
        TrackedRun run = new TrackedRun(loaded, "watched", "", "", Path.of(args[1]), System.out::println);
        try (Trackers trackers = new Trackers(config, run)) {
            Trainer.of(config, data)
                    .heardBy(watcher)
                    .heardBy(trackers)
                    .stoppedBy(stop)
                    .run();
            System.out.println("finished");
        } catch (TrainingStopped e) {
            System.out.println(e.getMessage());
        }
    }
}
