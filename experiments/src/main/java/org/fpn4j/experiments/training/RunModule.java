package org.fpn4j.experiments.training;

import static java.util.Objects.requireNonNull;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.training.checkpoint.Checkpoints;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.RunClock;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.Trackers;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.pretrained.StartingWeights;
import org.fpn4j.training.tracking.TrackedRun;

/**
 * What a run owns: its experiment, directory and data, who computes, the weights that it starts from, its clock, and all who
 * listen to its training. What takes time or memory is made when the training begins.
 */
final class RunModule extends AbstractModule {
    private final Experiment experiment;
    private final RunDirectory directory;
    private final TrainingData data;
    private final String label;
    private final Caller caller;

    /** @param label of the run among those that the caller has trained; may be empty */
    RunModule(Experiment experiment, RunDirectory directory, TrainingData data, String label, Caller caller) {
        this.experiment = requireNonNull(experiment, "experiment is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.data = requireNonNull(data, "data is null");
        this.label = requireNonNull(label, "label is null");
        this.caller = requireNonNull(caller, "caller is null");
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        binder().requireExactBindingAnnotations();
        binder().disableCircularProxies();
        bind(Experiment.class).toInstance(experiment);
        bind(CheckedConfig.class).toInstance(experiment.checked());
        bind(RunDirectory.class).toInstance(directory);
        bind(TrainingData.class).toInstance(data);
        bind(Caller.class).toInstance(caller);
        bind(StopRequest.class).toInstance(caller.stop());
        bind(RunClock.class).toInstance(RunClock.SYSTEM);
        bind(RunRecorder.class);
        bind(DirectoryGuard.class).in(Singleton.class);
        bind(MetricsLog.class).in(Singleton.class);
        bind(TrainingRun.class);
    }

    @Provides
    @Singleton
    TrainingListener progress() {
        return caller.progress().apply(label);
    }

    @Provides
    Executor executor(CheckedConfig config) {
        return config.executor();
    }

    @Provides
    Supplier<StartingWeights> startingWeights(CheckedConfig config, TrainingData splits) {
        return () -> StartingWeights.of(config, splits.train());
    }

    @Provides
    @Singleton
    Checkpoints checkpoints(RunDirectory run, CheckedConfig config, RunClock clock) {
        return new Checkpoints(run.checkpoints(), config.config().training().checkpointSeconds(), clock);
    }

    @Provides
    @Singleton
    Trackers trackers(CheckedConfig config, TrainingListener progress) {
        boolean tracked = !config.config().trackers().isEmpty(); // for a key, whole files are read
        TrackedRun run = new TrackedRun(
                experiment.loaded(),
                experiment.name(),
                label,
                tracked ? new RunKeys().of(experiment, data.digest()).hash() : "",
                directory.path(),
                progress::say);
        return new Trackers(config, run);
    }

    @Provides
    Trainer trainer(
            CheckedConfig config,
            TrainingData splits,
            Executor executor,
            Supplier<StartingWeights> starting,
            DirectoryGuard guard,
            MetricsLog metrics,
            TrainingListener progress,
            Checkpoints checkpoints,
            RunRecorder recorder,
            Trackers trackers,
            StopRequest stop,
            RunClock clock) {
        return new Trainer(config, splits, executor, starting)
                .heardBy(guard) // before anybody writes
                .heardBy(metrics) // so that the log has what others were told
                .heardBy(progress)
                .heardBy(checkpoints)
                .heardBy(recorder)
                .heardBy(trackers) // last: what they show as finished is written
                .keepingBestIn(guard.guarded(checkpoints))
                .stoppedBy(stop)
                .timedBy(clock);
    }

    /** The trainer when it is needed; what keeps it from being made is thrown as it is. */
    @Provides
    Supplier<Trainer> laterTrainer(Provider<Trainer> trainer) {
        return () -> {
            try {
                return trainer.get();
            } catch (ProvisionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        };
    }
}
