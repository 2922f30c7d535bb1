package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.Tracker.Ending;
import org.fpn4j.training.tracking.TrackerConfig;

/**
 * All trackers that a run's config names, as one listener of its training, to be closed after it. It is the last to be added, so
 * that nothing is shown as finished that others could not write:
 *
 * <pre>
 * try (Trackers trackers = new Trackers(config, run)) {
 *     Trainer.of(config, data).heardBy(trackers).run();
 * }
 * </pre>
 *
 * <p>They are opened when the training begins, if not before; one that cannot be ends it. Afterwards none of them can.
 */
public final class Trackers implements TrainingListener, AutoCloseable {
    private final CheckedConfig config;
    private final TrackedRun run;
    private final FusionWeights fusion;
    private final List<Open> open = new ArrayList<>();
    private boolean evaluated; // since the last snapshot
    private Ending ending = Ending.FAILED; // until something better is heard

    /** A tracker, and whether it is still shown anything. */
    private static final class Open {
        private final String path;
        private final Tracker tracker;
        private boolean looks = true;

        Open(String path, Tracker tracker) {
            this.path = path;
            this.tracker = tracker;
        }
    }

    /**
     * Prepares the trackers of a run.
     *
     * @param run to each of them with the index of its entry
     */
    public Trackers(CheckedConfig config, TrackedRun run) {
        this.config = requireNonNull(config, "config is null");
        this.run = requireNonNull(run, "run is null");
        this.fusion = config.config().trackers().isEmpty() ? new FusionWeights(Map.of()) : config.fusionWeights();
    }

    /**
     * Opens them, before anything of the run is written.
     *
     * @throws org.fpn4j.config.problem.UserInputException where one cannot be
     */
    public void open() {
        List<TrackerConfig> configs = config.config().trackers();
        for (int i = open.size(); i < configs.size(); i++) {
            TrackedRun entry = run.at(i);
            open.add(new Open(entry.path(), configs.get(i).open(entry)));
        }
    }

    @Override
    public void begin(TrainingState start, long steps) {
        open();
        Position position = start.position();
        boolean evaluates = position.evaluatedEpoch() != position.epoch();
        open.forEach(one -> one.tracker.begin(position.step(), evaluates));
    }

    @Override
    public void starting(Snapshot start) {
        if (start.state().position().step() == 0) {
            showShares(start);
        }
    }

    @Override
    public void stepped(TrainingStep step) {
        if (!open.isEmpty()) {
            Map<String, Double> values = TrackedValues.of(step);
            tell(tracker -> tracker.stepped(step.step(), values));
        }
    }

    /** At once: of what a checkpoint after it says that it was done, everything must have been shown. */
    @Override
    public void evaluated(TrainingEvaluation evaluation) {
        Map<String, Double> values = TrackedValues.of(evaluation);
        tell(tracker -> tracker.evaluated(evaluation.step(), values));
        evaluated = true;
    }

    @Override
    public void reached(Snapshot snapshot) {
        if (evaluated) {
            showShares(snapshot);
        }
        evaluated = false;
    }

    private void showShares(Snapshot snapshot) {
        if (!fusion.nodes().isEmpty()) {
            Map<String, Double> values = TrackedValues.of(fusion, snapshot.weights());
            tell(tracker -> tracker.evaluated(snapshot.state().position().step(), values));
        }
    }

    @Override
    public void stopping(Snapshot snapshot) {
        ending = Ending.STOPPED;
    }

    @Override
    public void finished(TrainingResult result) {
        ending = Ending.FINISHED;
        Map<String, Double> values = TrackedValues.of("final/", result.score().values());
        tell(tracker -> tracker.finished(result.state().position().step(), values));
    }

    /** Ends all of them. */
    @Override
    public void close() {
        for (Open one : open) {
            guarded(one, tracker -> tracker.ended(ending));
        }
        open.clear();
    }

    private void tell(Consumer<Tracker> event) {
        for (Open one : open) {
            if (one.looks) {
                guarded(one, event);
            }
        }
    }

    private void guarded(Open one, Consumer<Tracker> event) {
        try {
            event.accept(one.tracker);
        } catch (RuntimeException e) {
            one.looks = false;
            run.told()
                    .accept("warning: " + one.path + " shows nothing more: "
                            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }
}
