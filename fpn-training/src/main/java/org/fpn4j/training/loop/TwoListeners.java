package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

/** One listener after another, of each event. */
record TwoListeners(TrainingListener first, TrainingListener second) implements TrainingListener {
    TwoListeners {
        requireNonNull(first, "first is null");
        requireNonNull(second, "second is null");
    }

    @Override
    public void say(String sentence) {
        first.say(sentence);
        second.say(sentence);
    }

    @Override
    public void begin(TrainingState start, long steps) {
        first.begin(start, steps);
        second.begin(start, steps);
    }

    @Override
    public void starting(Snapshot start) {
        first.starting(start);
        second.starting(start);
    }

    @Override
    public void stepped(TrainingStep step) {
        first.stepped(step);
        second.stepped(step);
    }

    @Override
    public void evaluated(TrainingEvaluation evaluation) {
        first.evaluated(evaluation);
        second.evaluated(evaluation);
    }

    @Override
    public void reached(Snapshot snapshot) {
        first.reached(snapshot);
        second.reached(snapshot);
    }

    @Override
    public void stopping(Snapshot snapshot) {
        first.stopping(snapshot);
        second.stopping(snapshot);
    }

    @Override
    public void finished(TrainingResult result) {
        first.finished(result);
        second.finished(result);
    }
}
