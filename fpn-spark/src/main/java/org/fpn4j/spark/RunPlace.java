package org.fpn4j.spark;

import java.io.IOException;
import java.io.Serializable;

/** Where the runs of an ablation lie, as a worker reaches it. */
interface RunPlace extends Serializable {
    /**
     * Trains a cell so that its run ends up there.
     *
     * @throws IOException where this machine fails at it, and another try may not
     */
    CellOutcome train(CellAtWork cell) throws IOException;
}
