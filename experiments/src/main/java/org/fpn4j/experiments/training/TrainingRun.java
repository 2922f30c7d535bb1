package org.fpn4j.experiments.training;

import com.google.inject.Guice;
import com.google.inject.Inject;
import java.util.Optional;
import java.util.function.Supplier;
import org.fpn4j.claim.ClaimLost;
import org.fpn4j.claim.Claimant;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.engine.device.CudaBackend;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.run.FailureNote;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.training.checkpoint.Checkpoints;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.Trackers;
import org.fpn4j.training.loop.Trainer;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingLength;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingStopped;

/**
 * The training of one experiment in the directory of its run, from its config to its result. Runs of one seed give the same
 * bits; a killed one that is resumed gives the bits of one that was not.
 */
public final class TrainingRun {
    private final Experiment experiment;
    private final RunDirectory directory;
    private final TrainingData data;
    private final Caller caller;
    private final TrainingListener progress;
    private final MetricsLog metrics;
    private final Checkpoints checkpoints;
    private final RunRecorder recorder;
    private final DirectoryGuard guard;
    private final Trackers trackers;
    private final Supplier<Trainer> trainer;

    @Inject
    TrainingRun(
            Experiment experiment,
            RunDirectory directory,
            TrainingData data,
            Caller caller,
            TrainingListener progress,
            MetricsLog metrics,
            Checkpoints checkpoints,
            RunRecorder recorder,
            DirectoryGuard guard,
            Trackers trackers,
            Supplier<Trainer> trainer) {
        this.experiment = experiment;
        this.directory = directory;
        this.data = data;
        this.caller = caller;
        this.progress = progress;
        this.metrics = metrics;
        this.checkpoints = checkpoints;
        this.recorder = recorder;
        this.guard = guard;
        this.trackers = trackers;
        this.trainer = trainer;
    }

    /**
     * Prepares a run.
     *
     * @param label of the run among those that the caller has trained; empty where it is the only one
     * @throws UserInputException where the experiment does not fit the data, or the machine has a device that cannot be used
     */
    public static TrainingRun of(
            Experiment experiment, RunDirectory directory, TrainingData data, String label, Caller caller) {
        data.requireTrainable(experiment.checked());
        CudaBackend.requireServedDevices();
        return Guice.createInjector(new RunModule(experiment, directory, data, label, caller))
                .getInstance(TrainingRun.class);
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
     * @throws UserInputException where the directory holds another run or a damaged one, or somebody else trains there
     * @throws org.fpn4j.training.loop.TrainingStopped where it was asked to stop
     */
    public Result run() {
        return runUnlessHeld(Damaged.REFUSE)
                .or(() -> {
                    requireFree();
                    return runUnlessHeld(Damaged.REFUSE);
                })
                .orElseThrow(this::held);
    }

    /** Waits where a machine that is silent holds the directory. */
    private void requireFree() {
        RunLock.holder(directory)
                .filter(holder -> !holder.isNeighbourOf(Claimant.here("")))
                .ifPresent(holder -> progress.say(
                        directory.path() + ": is being trained by " + holder + "; waiting for a sign of life"));
        if (RunLock.awaitSign(directory).isPresent()) {
            throw held();
        }
    }

    private UserInputException held() {
        return new UserInputException(
                directory.path().toString(),
                "is being trained by "
                        + RunLock.holder(directory).map(Object::toString).orElse("somebody else"),
                "wait for it, or choose another --out");
    }

    /**
     * The same; empty where somebody else trains in the directory, or took it over because this process gave no sign of life
     * for too long.
     */
    public Optional<Result> runUnlessHeld(Damaged damaged) {
        requireSame();
        Optional<Result> before = finished(damaged);
        if (before.isPresent()) {
            return before;
        }
        Optional<RunLock> lock = RunLock.tryAcquire(directory, caller.command());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        String note = "";
        try {
            guard.setLock(lock.get());
            return Optional.of(caller.stop().during(() -> {
                caller.stop().requireNotAsked();
                requireSame(); // whoever had the lock may have changed all of it meanwhile
                return finished(damaged).orElseGet(this::train);
            }));
        } catch (ClaimLost e) {
            progress.say(directory.path() + " " + e.getMessage() + "; nothing more is written there by this process");
            return Optional.empty();
        } catch (TrainingStopped e) {
            throw e;
        } catch (UserInputException e) {
            note = FailureNote.of(e.getMessage(), false).toString();
            throw e;
        } catch (RuntimeException | Error e) {
            note = FailureNote.of(e.toString(), true).toString();
            throw e;
        } finally {
            lock.get().release(note);
        }
    }

    private void requireSame() {
        directory.requireSame(new RunKeys().of(experiment, data.digest()));
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

    private Result train() {
        new MemoryCheck(experiment).training();
        try (metrics;
                trackers) {
            trackers.open();
            recorder.prepare();
            TrainingLength length = TrainingLength.of(experiment.config(), data.train());
            Optional<Snapshot> checkpoint = checkpoints.latest(length, progress::say);
            checkpoint.ifPresent(found -> progress.say(
                    "going on from step " + found.state().position().step()));
            Trainer trainerOfRun = trainer.get();
            checkpoint.ifPresentOrElse(trainerOfRun::resume, trainerOfRun::run);
        }
        checkpoints.removeAll();
        return directory.result().orElseThrow();
    }
}
