package org.fpn4j.experiments.training;

import java.util.Optional;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.run.RunLock;
import org.fpn4j.training.loop.BestWeights;
import org.fpn4j.training.loop.Snapshot;
import org.fpn4j.training.loop.TrainingEvaluation;
import org.fpn4j.training.loop.TrainingListener;
import org.fpn4j.training.loop.TrainingResult;
import org.fpn4j.training.loop.TrainingState;
import org.fpn4j.training.loop.TrainingStep;

/**
 * Asks before everything that a training writes whether its directory is still its own, and ends it by a {@link
 * org.fpn4j.claim.ClaimLost} where it is not. Hears before all others.
 */
final class DirectoryGuard implements TrainingListener {
    private Optional<RunLock> lock = Optional.empty();

    /** The training has its directory by this lock. */
    void setLock(RunLock held) {
        lock = Optional.of(held);
    }

    void requireHeld() {
        lock.ifPresent(RunLock::requireHeld);
    }

    @Override
    public void begin(TrainingState start, long steps) {
        requireHeld();
    }

    @Override
    public void starting(Snapshot start) {
        requireHeld();
    }

    @Override
    public void stepped(TrainingStep step) {
        requireHeld();
    }

    @Override
    public void evaluated(TrainingEvaluation evaluation) {
        requireHeld();
    }

    @Override
    public void reached(Snapshot snapshot) {
        requireHeld();
    }

    @Override
    public void stopping(Snapshot snapshot) {
        requireHeld();
    }

    @Override
    public void finished(TrainingResult result) {
        requireHeld();
    }

    /** The same weights, which are kept only while the directory is the training's. */
    BestWeights guarded(BestWeights best) {
        return new BestWeights() {
            @Override
            public void keep(Weights weights) {
                requireHeld();
                best.keep(weights);
            }

            @Override
            public Weights kept() {
                return best.kept();
            }
        };
    }
}
