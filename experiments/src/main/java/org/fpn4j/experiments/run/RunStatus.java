package org.fpn4j.experiments.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.claim.Claimant;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.training.checkpoint.Checkpoints;

/**
 * How far a run is, by what lies in its directory.
 *
 * @param step of a finished run its last, otherwise that of the newest checkpoint; 0 without one
 * @param result of a finished run
 * @param holder of one that is being trained
 * @param problem of a damaged one; otherwise empty
 */
public record RunStatus(
        RunDirectory directory,
        State state,
        long step,
        Optional<Result> result,
        Optional<Claimant> holder,
        String problem) {
    /** What can be said of a run. */
    public enum State {
        FINISHED,
        TRAINING,
        STOPPED,
        DAMAGED
    }

    public RunStatus {
        requireNonNull(directory, "directory is null");
        requireNonNull(state, "state is null");
        requireNonNull(problem, "problem is null");
    }

    /** Looks at one directory; reads no weights. */
    public static RunStatus of(RunDirectory directory) {
        try {
            Optional<Result> result = directory.result();
            directory.key();
            if (result.isPresent()) {
                return new RunStatus(directory, State.FINISHED, result.get().steps(), result, Optional.empty(), "");
            }
            Optional<Claimant> holder = RunLock.holder(directory);
            State state = holder.isPresent() ? State.TRAINING : State.STOPPED;
            return new RunStatus(
                    directory, state, Checkpoints.newestStep(directory.checkpoints()), Optional.empty(), holder, "");
        } catch (UserInputException e) {
            return new RunStatus(directory, State.DAMAGED, 0, Optional.empty(), Optional.empty(), e.getMessage());
        }
    }

    /** The runs of a folder: itself, or those directly in it, or those in the folders of ablations in it; by name. */
    public static List<RunStatus> below(Path folder) {
        List<RunStatus> found = new ArrayList<>();
        if (isRun(folder)) {
            found.add(of(new RunDirectory(folder)));
            return found;
        }
        for (Path child : RunFolder.directories(folder)) {
            if (isRun(child)) {
                found.add(of(new RunDirectory(child)));
            } else {
                RunFolder.directories(child).stream()
                        .filter(RunStatus::isRun)
                        .forEach(cell -> found.add(of(new RunDirectory(cell))));
            }
        }
        return found;
    }

    private static boolean isRun(Path path) {
        return new RunDirectory(path).hasRun();
    }

    /** The state in a few words. */
    public String sentence() {
        return switch (state) {
            case FINISHED -> "finished";
            case TRAINING -> "training, by " + holder.map(Claimant::toString).orElse("somebody");
            case STOPPED -> "stopped at step " + step;
            case DAMAGED -> "damaged: " + problem.lines().findFirst().orElse("");
        };
    }
}
