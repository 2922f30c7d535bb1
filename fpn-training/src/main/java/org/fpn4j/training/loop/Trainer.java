package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.training.config.BestConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.InputConfig;
import org.fpn4j.training.config.TrainingConfig;
import org.fpn4j.training.inference.EvaluatedSplit;
import org.fpn4j.training.inference.Evaluation;
import org.fpn4j.training.inference.MeasuredSplit;
import org.fpn4j.training.inference.Predictor;
import org.fpn4j.training.pretrained.StartingWeights;

/**
 * Trains one detector, and returns what it learned. What else a training leaves is up to those who listen. Trainings of one
 * seed give the same bits; one that is resumed from a {@link Snapshot} gives the bits of one that was not interrupted.
 */
public final class Trainer {
    private final CheckedConfig config;
    private final TrainingData data;
    private final Executor executor;
    private final Supplier<StartingWeights> starting;
    private final Companions companions;

    private Trainer(
            CheckedConfig config,
            TrainingData data,
            Executor executor,
            Supplier<StartingWeights> starting,
            Companions companions) {
        this.config = requireNonNull(config, "config is null");
        this.data = requireNonNull(data, "data is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.starting = requireNonNull(starting, "starting is null");
        this.companions = companions;
        config.requireTrainable(data.train().categories());
    }

    /**
     * Prepares a training: the executor and the starting weights are those that the config names.
     *
     * @throws org.fpn4j.config.problem.UserInputException where the config does not fit the data or this machine
     */
    public static Trainer of(CheckedConfig config, TrainingData data) {
        data.requireTrainable(config);
        return new Trainer(config, data, config.executor(), () -> StartingWeights.of(config, data.train()));
    }

    /**
     * Prepares a training.
     *
     * @param executor who computes
     * @param starting makes the weights that the training starts from, when it starts
     */
    public Trainer(CheckedConfig config, TrainingData data, Executor executor, Supplier<StartingWeights> starting) {
        this(config, data, executor, starting, Companions.none());
    }

    /** The same training, of which one more hears, after those before. */
    public Trainer heardBy(TrainingListener listener) {
        return with(companions.with(listener));
    }

    /** The same training, which ends when it is asked to. */
    public Trainer stoppedBy(StopRequest stop) {
        return with(companions.with(stop));
    }

    /** The same training, whose best weights are kept elsewhere than on the heap. */
    public Trainer keepingBestIn(BestWeights best) {
        return with(companions.with(best));
    }

    /** The same training by another clock. */
    public Trainer timedBy(RunClock clock) {
        return with(companions.with(clock));
    }

    private Trainer with(Companions others) {
        return new Trainer(config, data, executor, starting, others);
    }

    /**
     * Trains from the start.
     *
     * @throws TrainingStopped where it was asked to stop
     * @throws org.fpn4j.config.problem.UserInputException where it diverges
     */
    public TrainingResult run() {
        return companions.stop().during(() -> {
            try (TrainingSession session = session(TrainingState.START)) {
                return train(session);
            }
        });
    }

    /** Goes on from where a training stood. */
    public TrainingResult resume(Snapshot snapshot) {
        return companions.stop().during(() -> {
            try (TrainingSession session = session(snapshot.state())) {
                session.restore(snapshot);
                return train(session);
            }
        });
    }

    private TrainingSession session(TrainingState start) {
        return new TrainingSession(config, data, executor, starting.get(), start, companions);
    }

    private TrainingResult train(TrainingSession session) {
        TrainingConfig training = config.config().training();
        TrainingListener listener = companions.listener();
        LoaderOptions loading = new LoaderOptions(training.loaderThreads(), 2);
        Evaluation evaluation = new Evaluation(data.evaluated(), loading, data.pictures());
        Runnable stopping = () -> stopIfAsked(session);
        listener.begin(session.state(), session.totalSteps());
        listener.starting(session);
        EvaluatedSplit last = null;
        try (Predictor predictor = predictor(session.evaluatedWeights())) {
            while (!session.patienceIsOver() && (session.evaluationDue() || !session.isComplete())) {
                stopping.run();
                if (session.evaluationDue()) {
                    predictor.load(session.evaluatedWeights());
                    MeasuredSplit measured = training.validationLoss()
                            ? evaluation.measure(predictor, session.lossBasis(), stopping)
                            : new MeasuredSplit(evaluation.run(predictor, stopping), Map.of());
                    last = measured.evaluated();
                    takeNote(session, measured);
                } else {
                    listener.stepped(session.step());
                }
                listener.reached(session);
            }
            Weights kept = training.keepsBest() ? companions.best().kept() : session.evaluatedWeights();
            if (last == null || training.keepsBest()) {
                predictor.load(kept);
                last = new Evaluation(data.validation(), loading, data.pictures()).run(predictor, stopping);
            }
            TrainingResult result = new TrainingResult(kept, last, session.state(), warnings(last.score()));
            listener.finished(result);
            listener.say(time(session.state().spent()));
            result.warnings().forEach(warning -> listener.say("warning: " + warning));
            return result;
        }
    }

    private List<String> warnings(Score score) {
        TrainingConfig training = config.config().training();
        List<String> warnings = new ArrayList<>(score.warnings());
        if (training.choosesOnWhatIsReported()) {
            warnings.add("The weights were chosen by " + training.best().by() + " on "
                    + data.validation().name()
                    + ", on which they are scored: the scores are too good. training.best.on: dev chooses on images held"
                    + " out of the training.");
        }
        return warnings;
    }

    private Predictor predictor(Weights weights) {
        TrainingConfig training = config.config().training();
        InputConfig input = config.config().input();
        List<Category> categories = data.train().categories();
        return training.validationLoss()
                ? Predictor.measuring(
                        config.detector(),
                        executor,
                        input,
                        training.batchSize(),
                        categories.size(),
                        config.classWeights(categories),
                        weights)
                : new Predictor(config.detector(), executor, input, training.batchSize(), categories.size(), weights);
    }

    private void stopIfAsked(TrainingSession session) {
        if (companions.stop().isAsked()) {
            companions.listener().stopping(session);
            throw new TrainingStopped(session.state().position().step());
        }
    }

    private void takeNote(TrainingSession session, MeasuredSplit measured) {
        Score score = measured.evaluated().score();
        TrainingConfig training = config.config().training();
        double value = score.values().value(training.best().metric());
        boolean isBest = session.isBest(value);
        if (isBest && training.keepsBest()) {
            companions.best().keep(session.evaluatedWeights());
        }
        session.evaluated(value);
        TrainingState.Position position = session.state().position();
        companions
                .listener()
                .evaluated(new TrainingEvaluation(
                        position.step(),
                        position.epoch(),
                        data.dev().isPresent() ? BestConfig.On.DEV : BestConfig.On.VAL,
                        score,
                        measured.losses(),
                        isBest));
    }

    private static String time(TrainingState.TimeSpent spent) {
        double share = spent.seconds() > 0 ? spent.waiting() / spent.seconds() : 0;
        return String.format(
                Locale.ROOT,
                "%.1f s of training, %.2f s (%.1f %%) of them waiting for data",
                spent.seconds(),
                spent.waiting(),
                100 * share);
    }
}
