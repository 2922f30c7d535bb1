package org.fpn4j.experiments.training;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.scoring.Score;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.config.ExperimentConfig;
import org.fpn4j.experiments.device.CudaBackend;
import org.fpn4j.experiments.inference.Evaluation;
import org.fpn4j.experiments.inference.Executors;
import org.fpn4j.experiments.inference.Predictor;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.ClassName;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.WholeFiles;

/**
 * Trains one detector from a config to a finished run directory. Runs of one seed give the same bits; a killed one that is
 * resumed gives the bits of one that was not.
 */
public final class Trainer {
    private final Experiment experiment;
    private final RunDirectory directory;
    private final TrainingData data;
    private final Progress progress;

    public Trainer(Experiment experiment, RunDirectory directory, TrainingData data, Progress progress) {
        this.experiment = requireNonNull(experiment, "experiment is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.data = requireNonNull(data, "data is null");
        this.progress = requireNonNull(progress, "progress is null");
        experiment.requireBatchStatistics();
        experiment.requireClasses(data.train().categories());
        CudaBackend.requireServedDevices();
    }

    /**
     * Trains, or goes on from the newest checkpoint in the directory.
     *
     * @param command as it was typed, for the provenance
     */
    public Result run(String command) {
        directory.requireSame(Provenance.key(experiment, data.digest()));
        Optional<Result> finished = directory.result();
        if (finished.isPresent()) {
            return finished.get();
        }
        new MemoryCheck(experiment).training();
        List<ClassName> classes = data.train().categories().stream()
                .map(category -> new ClassName(category.id(), category.name()))
                .toList();
        String startedAt = directory.startedAt().orElseGet(() -> Instant.now().toString());
        directory.begin(experiment, classes, Provenance.describe(experiment, data.digest(), command, startedAt));
        WholeFiles.write(directory.dataProblems(), data.problems());
        Checkpoints checkpoints = new Checkpoints(directory.checkpoints());
        Optional<Checkpoints.Checkpoint> checkpoint = checkpoints.latest();
        TrainingState start = checkpoint.map(Checkpoints.Checkpoint::state).orElse(TrainingState.START);
        checkpoint.ifPresent(
                found -> progress.say("going on from step " + found.state().step()));
        Detector detector = experiment.detector();
        try (MetricsLog log = new MetricsLog(directory, start.step());
                TrainingSession session = new TrainingSession(experiment, detector, data.train(), start, progress)) {
            checkpoint.ifPresent(session::restore);
            return train(session, detector, checkpoints, log);
        }
    }

    private Result train(TrainingSession session, Detector detector, Checkpoints checkpoints, MetricsLog log) {
        ExperimentConfig config = experiment.config();
        PictureCache cache = new PictureCache((long) config.training().cacheMegabytes() << 20);
        Evaluation evaluation = new Evaluation(
                data.validation(),
                new LoaderOptions(
                        config.training().loaderThreads(), 2, config.training().cacheMegabytes()),
                cache);
        progress.begin(experiment.name(), session.state().step(), session.totalSteps());
        Score last = null;
        try (Predictor predictor = new Predictor(
                detector,
                Executors.forThisThread(experiment),
                config.input(),
                config.training().batchSize(),
                data.train().categories().size(),
                session.evaluatedWeights())) {
            long saved = System.nanoTime();
            boolean stopped = session.patienceIsOver();
            while (!stopped && session.state().step() < session.totalSteps()) {
                session.step(log);
                if (session.evaluationDue()) {
                    last = evaluate(session, predictor, evaluation, log, checkpoints);
                    stopped = session.patienceIsOver();
                }
                double sinceSaved = (System.nanoTime() - saved) / 1e9;
                if (sinceSaved >= config.training().checkpointSeconds()) {
                    checkpoints.write(session.state(), session.weights(), session.memory());
                    saved = System.nanoTime();
                }
            }
            Weights kept = config.training().earlyStopping() > 0
                    ? Safetensors.read(checkpoints.best())
                    : session.evaluatedWeights();
            if (last == null || config.training().earlyStopping() > 0) {
                predictor.load(kept);
                last = evaluation.run(predictor);
            }
            progress.end();
            progress.say(time(session.state()));
            last.warnings().forEach(warning -> progress.say("warning: " + warning));
            return finish(session, detector, kept, last, checkpoints);
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

    private Score evaluate(
            TrainingSession session,
            Predictor predictor,
            Evaluation evaluation,
            MetricsLog log,
            Checkpoints checkpoints) {
        Weights weights = session.evaluatedWeights();
        predictor.load(weights);
        Score score = evaluation.run(predictor);
        log.evaluation(session.state().step(), session.state().epoch(), score);
        progress.evaluated(session.state().step(), score.metrics().summary());
        if (session.evaluated(score.metrics().ap())
                && experiment.config().training().earlyStopping() > 0) {
            WholeFiles.guarded(checkpoints.best(), () -> Safetensors.write(checkpoints.best(), weights));
        }
        return score;
    }

    private Result finish(
            TrainingSession session, Detector detector, Weights kept, Score score, Checkpoints checkpoints) {
        WholeFiles.guarded(directory.finalWeights(), () -> Safetensors.write(directory.finalWeights(), kept));
        CostGraph cost = detector.cost(
                        experiment.config().input().height(),
                        experiment.config().input().width())
                .graph();
        Result result = new Result(
                score.metrics().summary(),
                score.metrics().perClass(),
                score.leftOut(),
                score.warnings(),
                session.state().seconds(),
                session.state().waitSeconds(),
                session.state().step(),
                cost.parameterCount(""),
                cost.macs(""),
                hash());
        directory.finish(result);
        checkpoints.removeAll();
        return result;
    }

    private String hash() {
        try {
            return Provenance.sha256(Files.readAllBytes(directory.finalWeights()));
        } catch (IOException e) {
            throw new UserInputException(directory.finalWeights().toString(), "cannot be read: " + e.getMessage());
        }
    }
}
