package org.fpn4j.experiments.training;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.evaluation.metric.Metrics;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.ClassName;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.EvaluatedSplit;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.Predictor;

/**
 * Trains one detector from a config to a finished run directory. Runs of one seed give the same bits; a killed one that is
 * resumed gives the bits of one that was not.
 */
public final class Trainer {
    private final Experiment experiment;
    private final RunDirectory directory;
    private final TrainingData data;
    private final Progress progress;
    private final StopRequest stop;

    /** A training that nobody asks to stop. */
    public Trainer(Experiment experiment, RunDirectory directory, TrainingData data, Progress progress) {
        this(experiment, directory, data, progress, new StopRequest());
    }

    /**
     * Prepares the training.
     *
     * @param stop may ask it to end before its time
     */
    public Trainer(
            Experiment experiment, RunDirectory directory, TrainingData data, Progress progress, StopRequest stop) {
        this.experiment = requireNonNull(experiment, "experiment is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.data = requireNonNull(data, "data is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stop = requireNonNull(stop, "stop is null");
        experiment.checked().requireTrainable(data.train().categories());
        CudaBackend.requireServedDevices();
    }

    /** What to do about a finished run of which a file is damaged. */
    public enum Damaged {
        /** Name the file. */
        REFUSE,
        /** Name it and train again, which gives the same bits. */
        TRAIN_AGAIN
    }

    /**
     * Trains, or goes on from the newest whole checkpoint in the directory.
     *
     * @param command as it was typed, for the provenance
     * @throws UserInputException where the directory holds another run or a damaged one, or somebody else trains there
     * @throws TrainingStopped where it was asked to stop
     */
    public Result run(String command) {
        return runUnlessHeld(command, Damaged.REFUSE)
                .orElseThrow(() -> new UserInputException(
                        directory.path().toString(),
                        "is being trained by "
                                + RunLock.holder(directory)
                                        .map(Object::toString)
                                        .orElse("somebody else"),
                        "wait for it, or choose another --out"));
    }

    /** The same; empty where somebody else trains in the directory. */
    public Optional<Result> runUnlessHeld(String command, Damaged damaged) {
        directory.requireSame(new RunKeys().of(experiment, data.digest()));
        Optional<Result> before = finished(damaged);
        if (before.isPresent()) {
            return before;
        }
        Optional<RunLock> lock = RunLock.tryAcquire(directory, command);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        stop.trainingBegins();
        try {
            if (stop.isAsked()) {
                throw new TrainingStopped(0);
            }
            // whoever had the lock may have changed all of it meanwhile
            directory.requireSame(new RunKeys().of(experiment, data.digest()));
            return Optional.of(finished(damaged).orElseGet(() -> trainHere(command)));
        } finally {
            stop.trainingEnds();
            lock.get().close();
        }
    }

    private Optional<Result> finished(Damaged damaged) {
        try {
            return directory.wholeResult();
        } catch (UserInputException e) {
            if (damaged == Damaged.REFUSE) {
                throw e;
            }
            progress.say(e.getMessage() + "; it is trained again");
            return Optional.empty();
        }
    }

    private Result trainHere(String command) {
        new MemoryCheck(experiment).training();
        directory.unfinish();
        List<ClassName> classes = data.train().categories().stream()
                .map(category -> new ClassName(category.id(), category.name()))
                .toList();
        String startedAt = directory.startedAt().orElseGet(Provenance::now);
        directory.begin(experiment, classes, Provenance.describe(experiment, data.digest(), command, startedAt));
        WholeFile.write(directory.dataProblems(), data.problems());
        Checkpoints checkpoints = new Checkpoints(directory.checkpoints());
        TrainingLength length = TrainingLength.of(
                experiment.config().training(), data.train().images().size());
        Optional<Checkpoints.Checkpoint> checkpoint = checkpoints.latest(length, progress::say);
        TrainingState start = checkpoint.map(Checkpoints.Checkpoint::state).orElse(TrainingState.START);
        checkpoint.ifPresent(
                found -> progress.say("going on from step " + found.state().step()));
        Detector detector = experiment.detector();
        try (MetricsLog log = new MetricsLog(directory, start, progress::say);
                TrainingSession session = new TrainingSession(experiment, detector, data, start, progress)) {
            checkpoint.ifPresent(session::restore);
            return train(session, detector, checkpoints, log);
        }
    }

    private Result train(TrainingSession session, Detector detector, Checkpoints checkpoints, MetricsLog log) {
        ExperimentConfig config = experiment.config();
        Evaluation evaluation = new Evaluation(
                data.validation(), new LoaderOptions(config.training().loaderThreads(), 2), data.pictures());
        Runnable stopping = () -> stopIfAsked(session, checkpoints);
        progress.begin(experiment.name(), session.state().step(), session.totalSteps());
        EvaluatedSplit last = null;
        try (Predictor predictor = new Predictor(
                detector,
                experiment.checked().executor(),
                config.input(),
                config.training().batchSize(),
                data.train().categories().size(),
                session.evaluatedWeights())) {
            long saved = System.nanoTime();
            while (!session.patienceIsOver() && (session.evaluationDue() || !session.isComplete())) {
                stopping.run();
                if (session.evaluationDue()) {
                    predictor.load(session.evaluatedWeights());
                    last = evaluation.run(predictor, stopping);
                    takeNote(session, last.score(), log, checkpoints);
                } else {
                    session.step(log);
                }
                double sinceSaved = (System.nanoTime() - saved) / 1e9;
                if (sinceSaved >= config.training().checkpointSeconds()) {
                    checkpoints.write(session.state(), session.weights(), session.memory());
                    saved = System.nanoTime();
                }
            }
            Weights kept = config.training().earlyStopping() > 0
                    ? checkpoints.readBest(session.state().bestSha256())
                    : session.evaluatedWeights();
            if (last == null || config.training().earlyStopping() > 0) {
                predictor.load(kept);
                last = evaluation.run(predictor, stopping);
            }
            progress.end();
            progress.say(time(session.state()));
            last.score().warnings().forEach(warning -> progress.say("warning: " + warning));
            return finish(session, detector, kept, last, checkpoints);
        }
    }

    private void stopIfAsked(TrainingSession session, Checkpoints checkpoints) {
        if (stop.isAsked()) {
            if (session.state().step() > 0) {
                checkpoints.write(session.state(), session.weights(), session.memory());
            }
            throw new TrainingStopped(session.state().step());
        }
    }

    private static String time(TrainingState state) {
        double share = state.seconds() > 0 ? state.waitSeconds() / state.seconds() : 0;
        return String.format(
                Locale.ROOT,
                "%.1f s of training, %.2f s (%.1f %%) of them waiting for data",
                state.seconds(),
                state.waitSeconds(),
                100 * share);
    }

    private void takeNote(TrainingSession session, Score score, MetricsLog log, Checkpoints checkpoints) {
        double ap = score.values().value(Metrics.DECISIVE);
        log.evaluation(session.state().step(), session.state().epoch(), score);
        boolean keep = session.isBest(ap) && experiment.config().training().earlyStopping() > 0;
        session.evaluated(
                ap,
                keep
                        ? checkpoints.writeBest(session.evaluatedWeights())
                        : session.state().bestSha256());
        progress.evaluated(session.state().step(), score.values().all());
    }

    private Result finish(
            TrainingSession session, Detector detector, Weights kept, EvaluatedSplit last, Checkpoints checkpoints) {
        Safetensors.write(directory.finalWeights(), kept);
        Path detections = directory.detections();
        WholeFile.write(detections, last::writeDetections);
        Score score = last.score();
        CostGraph cost = detector.cost(
                        experiment.config().input().height(),
                        experiment.config().input().width())
                .graph();
        Result result = new Result(
                score.values().all(),
                score.values().ofClasses(),
                score.leftOut(),
                score.warnings(),
                session.state().seconds(),
                session.state().waitSeconds(),
                session.state().step(),
                cost.parameterCount(""),
                cost.macs(""),
                Digests.sha256(directory.finalWeights()),
                Digests.sha256(detections));
        directory.finish(result);
        checkpoints.removeAll();
        return result;
    }
}
