package org.fpn4j.experiments.ablation;

import java.util.Optional;
import org.fpn4j.evaluation.replicate.ReplicatesFile;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;

/**
 * What became of a cell.
 *
 * @param directory of its run
 * @param result of a finished one
 * @param replicates its scores on draws of the validation images, where they are at hand
 * @param failure one sentence; empty where there is a result
 * @param ours true where the failure is not the user's
 */
record CellOutcome(
        Cell cell,
        RunDirectory directory,
        Optional<Result> result,
        Optional<ReplicatesFile> replicates,
        String failure,
        boolean ours) {
    static CellOutcome done(Cell cell, RunDirectory directory, Result result) {
        return new CellOutcome(cell, directory, Optional.of(result), Optional.empty(), "", false);
    }

    static CellOutcome failed(Cell cell, RunDirectory directory, String failure, boolean ours) {
        return new CellOutcome(cell, directory, Optional.empty(), Optional.empty(), failure, ours);
    }

    CellOutcome with(Result other) {
        return new CellOutcome(cell, directory, Optional.of(other), replicates, failure, ours);
    }

    CellOutcome with(Optional<ReplicatesFile> drawn) {
        return new CellOutcome(cell, directory, result, drawn, failure, ours);
    }
}
