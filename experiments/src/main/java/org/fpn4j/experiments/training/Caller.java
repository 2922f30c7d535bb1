package org.fpn4j.experiments.training;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import java.util.function.Function;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.training.loop.StopRequest;
import org.fpn4j.training.loop.TrainingListener;

/**
 * Who has something trained.
 *
 * @param command as it was typed
 * @param log hears sentences
 * @param progress makes a listener of trainings for the label of one, empty where there is only one
 * @param looking hears how the look at the pictures goes on
 * @param stop may ask all of it to end before its time
 */
public record Caller(
        String command,
        Consumer<String> log,
        Function<String, TrainingListener> progress,
        CheckListener looking,
        StopRequest stop) {
    public Caller {
        requireNonNull(command, "command is null");
        requireNonNull(log, "log is null");
        requireNonNull(progress, "progress is null");
        requireNonNull(looking, "looking is null");
        requireNonNull(stop, "stop is null");
    }
}
