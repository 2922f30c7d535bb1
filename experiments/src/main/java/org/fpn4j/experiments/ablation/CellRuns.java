package org.fpn4j.experiments.ablation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.claim.ClaimState;
import org.fpn4j.config.problem.Problem;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.run.FailureNote;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;
import org.fpn4j.experiments.run.RunFolder;
import org.fpn4j.experiments.run.RunKey;
import org.fpn4j.experiments.run.RunKeys;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.experiments.training.Caller;
import org.fpn4j.training.loop.TrainingData;
import org.fpn4j.training.pretrained.StartingWeights;

/** The cells of an ablation by their numbers from 0: the data, key and directory of each, and what is known of it already. */
final class CellRuns {
    private final Ablation ablation;
    private final Path out;
    private final Caller caller;
    private final PictureCache pictures;
    private final Map<List<JsonNode>, TrainingData> data = new LinkedHashMap<>();
    private final Map<Cell, RunKey> keys = new LinkedHashMap<>();
    private final List<RunDirectory> directories = new ArrayList<>();
    private final List<Long> claimsBefore = new ArrayList<>();

    CellRuns(Ablation ablation, Path out, Caller caller) {
        this.ablation = ablation;
        this.out = out;
        this.caller = caller;
        this.pictures = PictureCache.ofMegabytes(ablation.cells().stream()
                .mapToInt(cell -> cell.experiment().config().training().cacheMegabytes())
                .max()
                .orElse(0));
    }

    int count() {
        return ablation.cells().size();
    }

    Cell cell(int index) {
        return ablation.cells().get(index);
    }

    /** The data of a cell, read once for all cells that share it. */
    TrainingData data(Cell cell) {
        JsonNode config = cell.experiment().loaded().tree();
        return data.computeIfAbsent(
                List.of(
                        config.get("data"),
                        config.get("fold"),
                        config.get("training").get("best")),
                node -> TrainingData.open(cell.experiment().checked(), pictures, caller.log(), caller.looking()));
    }

    /** The key of each cell, in their order. */
    Map<Cell, RunKey> keys() {
        if (keys.isEmpty()) {
            RunKeys made = new RunKeys();
            ablation.cells()
                    .forEach(cell ->
                            keys.put(cell, made.of(cell.experiment(), data(cell).digest())));
        }
        return keys;
    }

    /** Gives every cell its directory. */
    void place() {
        RunFolder folder = new RunFolder(out, caller.log());
        keys().forEach((cell, key) -> directories.add(folder.place(cell.directoryName(), key)));
        directories.forEach(directory -> claimsBefore.add(RunLock.last(directory)
                .map(claim -> claim.held() ? claim.number() - 1 : claim.number())
                .orElse(0L)));
    }

    RunDirectory directory(int index) {
        return directories.get(index);
    }

    /** What is to be done for a cell, for whoever does it. */
    CellOrder order(int index) {
        Cell cell = cell(index);
        return new CellOrder(
                directory(index).path().getFileName().toString(),
                cell.label(),
                Path.of("").toAbsolutePath().toString(),
                keys().get(cell),
                cell.experiment().loaded().effectiveYaml());
    }

    /** The outcome of a cell that is finished and whole. */
    Optional<CellOutcome> finished(int index) {
        Cell cell = cell(index);
        RunDirectory directory = directory(index);
        try {
            Optional<Result> result = directory.wholeResult();
            return result.map(whole -> CellOutcome.done(cell, directory, whole));
        } catch (UserInputException e) {
            caller.log().accept(cell.label() + ": " + e.getMessage() + "; it is trained again");
            return Optional.empty();
        }
    }

    /** The outcome of a cell that failed elsewhere after this process began; what failed before is tried again. */
    Optional<CellOutcome> failedElsewhere(int index) {
        return RunLock.last(directory(index))
                .filter(claim -> claim.number() > claimsBefore.get(index))
                .flatMap(claim -> failure(index, claim));
    }

    /** The outcome of a cell of which the last training failed, whenever that was. */
    Optional<CellOutcome> failedLast(int index) {
        return RunLock.last(directory(index)).flatMap(claim -> failure(index, claim));
    }

    private Optional<CellOutcome> failure(int index, ClaimState claim) {
        return Optional.of(claim)
                .filter(state -> !state.held())
                .flatMap(state -> FailureNote.read(state.note()))
                .map(note -> CellOutcome.failed(cell(index), directory(index), note.reason(), note.ours()));
    }

    /**
     * Checks what can be checked before the first training: all checkpoints that cells start from, and all images that a
     * head has no room for.
     *
     * @throws UserInputException with everything that is wrong
     */
    void requireTrainable(List<Integer> cells) {
        cells.forEach(index -> StartingWeights.check(
                cell(index).experiment().checked(), data(cell(index)).train()));
        Set<Problem> problems = new LinkedHashSet<>();
        for (int index : cells) {
            try {
                data(cell(index)).requireRoom(cell(index).experiment().checked());
            } catch (UserInputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new UserInputException(List.copyOf(problems));
        }
    }
}
