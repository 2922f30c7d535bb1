package org.fpn4j.experiments.audit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Writing;
import org.fpn4j.core.nd4j.NativeThreads;
import org.fpn4j.experiments.config.ConfigDifference;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.loop.TrainingLength;

/** Trains twice in lock-step, and finds the first tensor in which the trainings differ. */
public final class Audit {
    private static final long USUAL_STEPS = 20;

    private final Trained first;
    private final Trained second;
    private final AuditOptions options;

    /**
     * One of the two trainings.
     *
     * @param place that messages name
     * @param data opened for it alone, so that what loads it is compared, too
     */
    public record Trained(String place, Experiment experiment, TrainingData data) {
        public Trained {
            requireNonNull(place, "place is null");
            requireNonNull(experiment, "experiment is null");
            requireNonNull(data, "data is null");
        }

        private TrainingLength length() {
            return TrainingLength.of(experiment.config(), data.train());
        }
    }

    /** Prepares to compare two that {@link Comparability} lets pass. */
    public Audit(Trained first, Trained second, AuditOptions options) {
        this.first = requireNonNull(first, "first is null");
        this.second = requireNonNull(second, "second is null");
        this.options = requireNonNull(options, "options is null");
    }

    /**
     * Compares.
     *
     * @throws UserInputException where the options do not fit the trainings, or one of them cannot go on before a difference
     */
    public AuditReport run() {
        return NativeThreads.inTurns(this::inTurns);
    }

    private AuditReport inTurns() {
        first.data().requireTrainable(first.experiment().checked());
        second.data().requireTrainable(second.experiment().checked());
        List<ConfigDifference> config = ConfigDifference.between(first.experiment(), second.experiment());
        SharedValues shared = SharedValues.of(first.experiment(), second.experiment());
        long steps = steps();
        OptionalLong resumption = options.resumption();
        Findings findings = new Findings(options.tolerance());
        Lockstep lockstep = new Lockstep(findings);
        Lockstep.Side offering = lockstep.first();
        Lockstep.Side comparing = lockstep.second();
        AuditedTraining one = new AuditedTraining(
                first.experiment().checked(),
                first.data(),
                new Narrator(offering, shared.ofFirst(), resumption.orElse(0)),
                findings,
                steps);
        AuditedTraining other = new AuditedTraining(
                second.experiment().checked(),
                second.data(),
                new Narrator(comparing, shared.ofSecond(), resumption.orElse(0)),
                findings,
                steps);
        Optional<String> ended = both(
                findings,
                () -> offering.during(one::run),
                () -> comparing.during(() -> {
                    if (resumption.isPresent()) {
                        interrupted(other, resumption.getAsLong());
                    } else {
                        other.run();
                    }
                }));
        return new AuditReport(
                List.of(first.place(), second.place()),
                steps,
                resumption,
                findings,
                shared,
                config,
                first.data().digest().equals(second.data().digest()),
                one.digest(),
                ended);
    }

    private long steps() {
        long most = Math.min(first.length().steps(), second.length().steps());
        long steps = options.steps().orElse(Math.min(USUAL_STEPS, most));
        Problems problems = new Problems();
        if (steps < 1 || steps > most) {
            problems.add(
                    "--steps " + steps,
                    "--steps[" + steps + "] must be from 1 to " + most + ", which is how many the training has");
        }
        options.resumption().ifPresent(step -> {
            if (step < 1 || step >= Math.min(steps, most)) {
                problems.add(
                        "--resume-at " + step,
                        "--resume-at[" + step + "] must be from 1 to one less than the [" + steps
                                + "] steps that are compared, so that a step follows");
            }
        });
        problems.throwIfAny();
        return steps;
    }

    private static void interrupted(AuditedTraining training, long step) {
        Path[] made = new Path[1];
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        Writing.guarded(parent, () -> made[0] = Files.createTempDirectory(parent, "fpn-audit"));
        try {
            training.runInterrupted(step, made[0]);
        } finally {
            Writing.guarded(made[0], () -> removeWithFiles(made[0]));
        }
    }

    private static void removeWithFiles(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /**
     * Runs both in threads of their own.
     *
     * @return why they ended before their time, where they did after a difference; without one that is thrown
     */
    private static Optional<String> both(Findings findings, Runnable one, Runnable other) {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (Runnable training : List.of(one, other)) {
            Thread thread = new Thread(training, "audit " + (threads.size() + 1));
            thread.setUncaughtExceptionHandler((ended, failure) -> {
                if (!(failure instanceof Baton.Deserted)) { // else the other one says why
                    failures.add(failure);
                }
            });
            thread.start();
            threads.add(thread);
        }
        threads.forEach(Audit::join);
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        Throwable failure = failures.get(0);
        if (failure instanceof UserInputException wrong
                && !findings.departures().isEmpty()) {
            return Optional.of(wrong.getMessage());
        }
        throw failure instanceof RuntimeException own ? own : new IllegalStateException("a training failed", failure);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trainings were compared", e);
        }
    }
}
