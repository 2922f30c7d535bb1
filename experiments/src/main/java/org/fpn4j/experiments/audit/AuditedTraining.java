package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.fpn4j.training.checkpoint.Checkpoints;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.TrainingConfig;
import org.fpn4j.training.loop.RunClock;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingLength;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStopped;
import org.fpn4j.training.pretrained.StartingWeights;

/** One of the trainings that are compared: the beginning of the one that a config describes, without its evaluations. */
final class AuditedTraining {
    private final CheckedConfig config;
    private final TrainingData data;
    private final Narrator narrator;
    private final Findings findings;
    private final long steps;
    private String digest = "";

    /**
     * Prepares one.
     *
     * @param steps after which it ends
     */
    AuditedTraining(CheckedConfig config, TrainingData data, Narrator narrator, Findings findings, long steps) {
        this.config = withoutEvaluations(requireNonNull(config, "config is null"));
        this.data = requireNonNull(data, "data is null");
        this.narrator = requireNonNull(narrator, "narrator is null");
        this.findings = requireNonNull(findings, "findings is null");
        this.steps = steps;
    }

    /** Evaluations change no parameter. What is left is the one after the last step, and the training ends before it. */
    private static CheckedConfig withoutEvaluations(CheckedConfig config) {
        TrainingConfig training = config.config().training();
        return CheckedConfig.of(config.config().withTraining(training.withEvaluateEvery(training.epochs())));
    }

    /** Trains without a break. */
    void run() {
        StopRequest stop = new StopRequest();
        untilStopped(() -> trainer(stop, steps).run());
    }

    /**
     * Trains to a step, saves, and goes on from what was saved.
     *
     * @param directory for checkpoints, which are gone afterwards
     */
    void runInterrupted(long resumption, Path directory) {
        StopRequest stop = new StopRequest();
        Checkpoints checkpoints = new Checkpoints(directory, Double.POSITIVE_INFINITY, RunClock.SYSTEM);
        untilStopped(() -> trainer(stop, resumption).heardBy(checkpoints).run());
        if (narrator.done() < resumption) {
            return; // it is known already
        }
        Snapshot saved = checkpoints
                .latest(TrainingLength.of(config.config(), data.train()), told -> {})
                .orElseThrow(() -> new IllegalStateException("a checkpoint that was just written is damaged"));
        checkpoints.removeAll();
        StopRequest later = new StopRequest();
        untilStopped(() -> trainer(later, steps).resume(saved));
    }

    private Trainer trainer(StopRequest stop, long last) {
        return new Trainer(
                        config,
                        data,
                        new WatchedExecutor(config.executor(), narrator),
                        () -> StartingWeights.of(config, data.train()))
                .heardBy(narrator)
                .heardBy(new TrainingListener() {
                    @Override
                    public void reached(Snapshot snapshot) {
                        if (narrator.done() == steps) {
                            digest = StateDigest.of(snapshot);
                        }
                        if (narrator.done() == last || findings.isDecided()) {
                            stop.ask();
                        }
                    }
                })
                .stoppedBy(stop);
    }

    private static void untilStopped(Runnable training) {
        try {
            training.run();
        } catch (TrainingStopped e) {
            return; // as it was asked to
        }
        throw new IllegalStateException("a training ended that was to be stopped");
    }

    /** Of all that it can be resumed from after its last step; empty where it did not get there. */
    String digest() {
        return digest;
    }
}
