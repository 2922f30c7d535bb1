package org.fpn4j.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.evaluation.metric.LeftOut;
import org.fpn4j.evaluation.metric.MetricValues;
import org.fpn4j.evaluation.metric.Score;
import org.fpn4j.training.TinyConfig;
import org.fpn4j.training.config.BestConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.loop.TrainingState.Position;
import org.fpn4j.training.tracking.TrackedRun;
import org.fpn4j.training.tracking.Tracker;
import org.fpn4j.training.tracking.TrackerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackersTest {
    @TempDir
    private Path directory;

    private final List<String> events = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /**
     * Notes what it is shown.
     *
     * @param refusal at which event it throws
     */
    private record Noting(String name, List<String> events, String refusal) implements TrackerConfig {
        @Override
        public Tracker open(TrackedRun run) {
            note("opened as " + run.path());
            return new Tracker() {
                @Override
                public void begin(long step, boolean evaluates) {
                    note("begin " + step + " " + evaluates);
                }

                @Override
                public void stepped(long step, Map<String, Double> values) {
                    note("stepped " + step + " " + values);
                }

                @Override
                public void evaluated(long step, Map<String, Double> values) {
                    note("evaluated " + step + " " + values);
                }

                @Override
                public void finished(long step, Map<String, Double> values) {
                    note("finished " + step + " " + values);
                }

                @Override
                public void ended(Ending ending) {
                    note("ended " + ending);
                }
            };
        }

        private void note(String event) {
            events.add(name + " " + event);
            if (event.startsWith(refusal)) {
                throw new UserInputException("disk", "is full");
            }
        }
    }

    private Noting tracker(String name) {
        return new Noting(name, events, "nothing");
    }

    private Trackers trackers(List<TrackerConfig> configs) {
        LoadedConfig<ExperimentConfig> loaded =
                new ConfigLoader().load(ExperimentConfig.class, TinyConfig.write(directory), List.of());
        return new Trackers(
                CheckedConfig.of(loaded.config().withTrackers(configs)),
                new TrackedRun(loaded, "small", "", "key", directory, told::add));
    }

    private static TrainingStep step(long number) {
        return new TrainingStep(number, 0, 0.01, Map.of("box", 1.5), 2, OptionalDouble.empty());
    }

    private static TrainingEvaluation evaluation(BestConfig.On on) {
        MetricValues values =
                new MetricValues(Map.of("AP", 0.25), Map.of("heart", Map.of("AP", 0.5), "nodule", Map.of("AP", -1.0)));
        return new TrainingEvaluation(2, 1, on, new Score(values, new LeftOut(0, 0), List.of()), Map.of(), true);
    }

    private static Snapshot snapshot(long step) {
        TrainingState state = new TrainingState(
                new Position(step, 1, 0, -1),
                TrainingState.START.head(),
                TrainingState.START.best(),
                TrainingState.START.scale(),
                TrainingState.START.spent());
        return new Snapshot() {
            @Override
            public TrainingState state() {
                return state;
            }

            @Override
            public Weights weights() {
                return new Weights(Map.of());
            }

            @Override
            public Weights memory() {
                return new Weights(Map.of());
            }
        };
    }

    @Test
    void everyTrackerIsShownTheNumbersOfATraining() {
        try (Trackers trackers = trackers(List.of(tracker("a"), tracker("b")))) {
            trackers.begin(TrainingState.START, 2);
            trackers.starting(snapshot(0));
            trackers.stepped(step(1));
            trackers.reached(snapshot(1));
            trackers.evaluated(evaluation(BestConfig.On.VAL));
            trackers.reached(snapshot(2));
            trackers.stopping(snapshot(2));
        }

        assertThat(events.stream().filter(event -> event.startsWith("a ")))
                .containsExactly(
                        "a opened as trackers[0]",
                        "a begin 0 true",
                        "a stepped 1 {train/loss=1.5, train/loss/box=1.5, train/lr=0.01, train/grad_norm=2.0}",
                        "a evaluated 2 {val/AP=0.25, val/AP/heart=0.5}", // nodules had nothing to measure
                        "a ended STOPPED");
        assertThat(events)
                .contains("b opened as trackers[1]", "b ended STOPPED")
                .hasSize(10);
    }

    @Test
    void whatIsHeldOutHasItsOwnName() {
        Trackers trackers = trackers(List.of(tracker("a")));
        trackers.begin(TrainingState.START, 2);

        trackers.evaluated(evaluation(BestConfig.On.DEV));
        trackers.reached(snapshot(2));

        assertThat(events).last().asString().startsWith("a evaluated 2 {dev/AP=0.25");
    }

    @Test
    void aTrainingThatIsResumedSaysWhereAndEndsFailedUnlessItSaysMore() {
        try (Trackers trackers = trackers(List.of(tracker("a")))) {
            trackers.begin(snapshot(3).state(), 4);
        }

        assertThat(events).containsExactly("a opened as trackers[0]", "a begin 3 true", "a ended FAILED");
    }

    @Test
    void oneThatThrowsEndsNoTrainingAndIsShownNothingMore() {
        try (Trackers trackers = trackers(List.of(new Noting("a", events, "stepped"), tracker("b")))) {
            trackers.begin(TrainingState.START, 2);
            trackers.stepped(step(1));
            trackers.stepped(step(2));
        }

        assertThat(told).containsExactly("warning: trackers[0] shows nothing more: disk: is full");
        assertThat(events.stream().filter(event -> event.contains(" stepped ")))
                .extracting(event -> event.substring(0, 11))
                .containsExactly("a stepped 1", "b stepped 1", "b stepped 2");
        assertThat(events).endsWith("a ended FAILED", "b ended FAILED");
    }

    @Test
    void oneThatCannotBeginEndsTheTrainingAndThoseBeforeItAreEnded() {
        Trackers trackers = trackers(List.of(tracker("a"), new Noting("b", events, "opened")));

        try (trackers) {
            assertThatThrownBy(trackers::open).isInstanceOf(UserInputException.class);
        }

        assertThat(events).containsExactly("a opened as trackers[0]", "b opened as trackers[1]", "a ended FAILED");
    }
}
