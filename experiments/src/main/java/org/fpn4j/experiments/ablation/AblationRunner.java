package org.fpn4j.experiments.ablation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fpn4j.claim.Claimant;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.ablation.DevicePlaces.Device;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.experiments.training.TrainingRun;
import org.fpn4j.experiments.training.TrainingRun.Damaged;
import org.fpn4j.training.config.Threads;
import org.fpn4j.training.loop.TrainingStopped;

/**
 * Runs every cell that is not finished yet. A cell's directory has the name of the cell and is known by its key, so a
 * finished one is found again whatever else changed in the file; a killed one goes on; one of which a file is damaged is
 * trained again; a failed one is tried again by the next call and does not stop the others. What another process trains is
 * left to it, and waited for when nothing else is left to do.
 */
final class AblationRunner {
    private static final long SECONDS_BETWEEN_LOOKS = 1;

    private final Ablation ablation;
    private final CellRuns runs;
    private final Caller caller;
    private final DevicePlaces places;
    private final Map<Integer, CellOutcome> outcomes = new TreeMap<>();

    /** Where a cell stands among the others, and what became of it; empty where another process trains it. */
    private record Settled(int cell, Optional<CellOutcome> outcome) {}

    /** @param runs the cells, which have their places */
    AblationRunner(Ablation ablation, CellRuns runs, Caller caller) {
        this.ablation = ablation;
        this.runs = runs;
        this.caller = caller;
        this.places = new DevicePlaces(ablation.workers());
    }

    /**
     * Runs the cells.
     *
     * @param finished hears of all outcomes so far, in the order of the cells, after each that this call brought about
     * @return outcomes in the order of the cells
     * @throws TrainingStopped where it was asked to stop
     */
    List<CellOutcome> run(Consumer<List<CellOutcome>> finished) {
        List<Integer> unfinished = findFinished();
        runs.requireTrainable(unfinished);
        int atATime = places.atATime(ablation.cells());
        if (atATime > ablation.workers()) {
            Threads.requireOneOnDevices(
                    ablation.cells().stream()
                            .map(cell -> cell.experiment().checked().threads()),
                    atATime);
        }
        ExecutorService workers = Executors.newFixedThreadPool(atATime);
        try {
            Map<Integer, Claimant> told = new HashMap<>();
            while (!unfinished.isEmpty()) {
                List<Integer> held = run(unfinished, workers, finished);
                held.forEach(cell -> tellHolder(cell, told));
                if (held.size() == unfinished.size()) {
                    TimeUnit.SECONDS.sleep(SECONDS_BETWEEN_LOOKS);
                }
                unfinished = held;
            }
            return List.copyOf(outcomes.values());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while cells ran", e);
        } finally {
            workers.shutdownNow();
        }
    }

    /** Takes note of cells that are finished, and returns the others. */
    private List<Integer> findFinished() {
        List<Integer> unfinished = new ArrayList<>();
        for (int i = 0; i < runs.count(); i++) {
            Optional<CellOutcome> finished = runs.finished(i);
            if (finished.isPresent()) {
                caller.log()
                        .accept(runs.cell(i).label() + ": finished before, "
                                + runs.directory(i).path());
                outcomes.put(i, finished.get());
            } else {
                unfinished.add(i);
            }
        }
        return unfinished;
    }

    private void tellHolder(int cell, Map<Integer, Claimant> told) {
        RunLock.holder(runs.directory(cell))
                .filter(holder -> !holder.equals(told.put(cell, holder)))
                .ifPresent(holder -> caller.log()
                        .accept(runs.cell(cell).label() + ": is being trained by " + holder
                                + "; its result is waited for after the other cells"));
    }

    /** Runs cells that are not held by others, and returns those that are. */
    private List<Integer> run(List<Integer> cells, ExecutorService workers, Consumer<List<CellOutcome>> finished)
            throws InterruptedException {
        CompletionService<Settled> running = new ExecutorCompletionService<>(workers);
        List<Future<Settled>> futures = new ArrayList<>();
        for (int cell : cells) {
            futures.add(running.submit(() -> new Settled(cell, run(cell))));
        }
        List<Integer> held = new ArrayList<>();
        try {
            for (int i = 0; i < futures.size(); i++) {
                Settled settled = running.take().get();
                if (settled.outcome().isPresent()) {
                    outcomes.put(settled.cell(), settled.outcome().get());
                    finished.accept(List.copyOf(outcomes.values()));
                } else {
                    held.add(settled.cell());
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TrainingStopped stopped) {
                waitForCheckpoints(futures, workers);
                throw stopped;
            }
            throw new IllegalStateException("a cell ended without an outcome", e.getCause());
        }
        held.sort(null);
        return held;
    }

    /** Cells that run hear of the request by themselves; those that wait for their turn get none. */
    private static void waitForCheckpoints(List<Future<Settled>> futures, ExecutorService workers)
            throws InterruptedException {
        futures.forEach(future -> future.cancel(false));
        workers.shutdown();
        boolean over = false;
        while (!over) {
            over = workers.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** Runs a cell where there is a place for it. */
    private Optional<CellOutcome> run(int index) throws InterruptedException {
        List<Device> devices = DevicePlaces.of(runs.cell(index));
        Device device = places.take(devices);
        try {
            return run(index, device, devices.size() > 1);
        } finally {
            places.giveBack(device);
        }
    }

    private Optional<CellOutcome> run(int index, Device device, boolean told) {
        Cell cell = runs.cell(index);
        RunDirectory directory = runs.directory(index);
        try {
            if (RunLock.holder(directory).isPresent()) {
                return Optional.empty();
            }
            Optional<CellOutcome> failed = runs.failedElsewhere(index);
            if (failed.isPresent()) {
                caller.log()
                        .accept(cell.label() + ": failed elsewhere: "
                                + failed.get().failure());
                return failed;
            }
            if (told) {
                caller.log().accept(cell.label() + ": on device " + device.index());
            }
            Experiment experiment = cell.experiment().onDevice(device.index());
            return TrainingRun.of(experiment, directory, runs.data(cell), cell.label(), caller)
                    .runUnlessHeld(Damaged.TRAIN_AGAIN)
                    .map(result -> CellOutcome.done(cell, directory, result));
        } catch (TrainingStopped e) {
            throw e;
        } catch (UserInputException e) {
            return Optional.of(failed(cell, directory, e.getMessage(), false));
        } catch (RuntimeException | Error e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack, true));
            caller.log().accept(stack.toString());
            return Optional.of(failed(cell, directory, e.toString(), true));
        }
    }

    private CellOutcome failed(Cell cell, RunDirectory directory, String reason, boolean ours) {
        caller.log().accept(cell.label() + ": failed: " + reason);
        return CellOutcome.failed(cell, directory, reason.lines().findFirst().orElse(reason), ours);
    }
}
