package org.fpn4j.experiments.cli;

import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.training.checkpoint.Checkpoints;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingStep;

/** Progress of a training, and on standard output a line {@code checkpoint STEP} for each checkpoint that is whole. */
final class CheckpointLines implements TrainingListener {
    private final RunDirectory directory;
    private final TrainingListener progress;
    private long told;

    CheckpointLines(RunDirectory directory, TrainingListener progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /** Prints the line of the newest one where there is any. */
    static void print(RunDirectory directory) {
        long step = Checkpoints.newestStep(directory.checkpoints());
        if (step > 0) {
            Console.results().println("checkpoint " + step);
        }
    }

    @Override
    public void say(String sentence) {
        progress.say(sentence);
    }

    @Override
    public void begin(TrainingState start, long steps) {
        told = Checkpoints.newestStep(directory.checkpoints());
        progress.begin(start, steps);
    }

    @Override
    public void stepped(TrainingStep step) {
        progress.stepped(step);
    }

    @Override
    public void evaluated(TrainingEvaluation evaluation) {
        progress.evaluated(evaluation);
    }

    /** The checkpoint of this moment is written by who hears later; it is told of at the next. */
    @Override
    public void reached(Snapshot snapshot) {
        long newest = Checkpoints.newestStep(directory.checkpoints());
        if (newest > told) {
            print(directory);
            told = newest;
        }
        progress.reached(snapshot);
    }

    @Override
    public void finished(TrainingResult result) {
        progress.finished(result);
    }
}
