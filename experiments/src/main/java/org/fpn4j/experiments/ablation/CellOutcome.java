package org.fpn4j.experiments.ablation;

import java.util.Optional;
import org.fpn4j.experiments.ablation.Ablation.Cell;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.Result;

/**
 * What became of a cell.
 *
 * @param directory of its run
 * @param result of a finished one
 * @param failure one sentence; empty where there is a result
 * @param ours true where the failure is not the user's
 */
record CellOutcome(Cell cell, RunDirectory directory, Optional<Result> result, String failure, boolean ours) {
    static CellOutcome done(Cell cell, RunDirectory directory, Result result) {
        return new CellOutcome(cell, directory, Optional.of(result), "", false);
    }

    static CellOutcome failed(Cell cell, RunDirectory directory, String failure, boolean ours) {
        return new CellOutcome(cell, directory, Optional.empty(), failure, ours);
    }
}
