package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.pretrained.StartingWeights;
import org.fpn4j.experiments.run.Provenance;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.WholeFiles;
import org.fpn4j.experiments.training.Progress;
import org.fpn4j.experiments.training.Trainer;
import org.fpn4j.experiments.training.TrainingData;

/**
 * Runs every cell that is not finished yet. A cell's directory is named by the hash of what decides its result, so a
 * finished one is found again whatever else changed in the file; a killed one goes on; a failed one is tried again by the
 * next call and does not stop the others.
 */
final class AblationRunner {
    private final Ablation ablation;
    private final Path out;
    private final String command;
    private final Consumer<String> log;
    private final Function<String, Progress> progress;
    private final Map<JsonNode, TrainingData> data = new LinkedHashMap<>();

    /**
     * Prepares the runs.
     *
     * @param log hears sentences
     * @param progress makes a listener for a cell's label
     */
    AblationRunner(
            Ablation ablation, Path out, String command, Consumer<String> log, Function<String, Progress> progress) {
        this.ablation = ablation;
        this.out = out;
        this.command = command;
        this.log = log;
        this.progress = progress;
    }

    /** The data of a cell, read once for all cells that share it. */
    TrainingData data(Cell cell) {
        return data.computeIfAbsent(
                cell.experiment().loaded().tree().get("data"), node -> TrainingData.open(cell.experiment(), log));
    }

    /**
     * Runs the cells.
     *
     * @param finished hears of the outcomes so far after each cell
     * @return outcomes in the order of the cells
     */
    List<CellOutcome> run(Consumer<List<CellOutcome>> finished) {
        WholeFiles.directory(out);
        for (Cell cell : ablation.cells()) {
            // all data and checkpoints are checked before the first training
            StartingWeights.check(cell.experiment(), data(cell).train());
        }
        ExecutorService workers = Executors.newFixedThreadPool(ablation.workers());
        try {
            List<Future<CellOutcome>> futures = new ArrayList<>();
            for (Cell cell : ablation.cells()) {
                futures.add(workers.submit(() -> run(cell)));
            }
            List<CellOutcome> outcomes = new ArrayList<>();
            for (Future<CellOutcome> future : futures) {
                outcomes.add(future.get());
                finished.accept(outcomes);
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a cell ended without an outcome", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while cells ran", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private CellOutcome run(Cell cell) {
        TrainingData cellData = data.get(cell.experiment().loaded().tree().get("data"));
        RunDirectory directory = new RunDirectory(out.resolve(Provenance.key(cell.experiment(), cellData.digest())));
        Optional<Result> result = directory.result();
        if (result.isPresent()) {
            log.accept(cell.label() + ": finished before, " + directory.path());
            return CellOutcome.done(cell, directory, result.get());
        }
        try {
            Progress listener = progress.apply(cell.label());
            return CellOutcome.done(
                    cell, directory, new Trainer(cell.experiment(), directory, cellData, listener).run(command));
        } catch (UserInputException e) {
            return failed(cell, directory, e.getMessage(), false);
        } catch (RuntimeException | Error e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack, true));
            log.accept(stack.toString());
            return failed(cell, directory, e.toString(), true);
        }
    }

    private CellOutcome failed(Cell cell, RunDirectory directory, String reason, boolean ours) {
        log.accept(cell.label() + ": failed: " + reason);
        return CellOutcome.failed(cell, directory, reason.lines().findFirst().orElse(reason), ours);
    }
}
