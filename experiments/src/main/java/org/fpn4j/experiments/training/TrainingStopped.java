package org.fpn4j.experiments.training;

/** A training ended before its time because it was asked to; it can go on from where it stands. */
public final class TrainingStopped extends RuntimeException {
    /** @param step steps that are done and in a checkpoint */
    TrainingStopped(long step) {
        super(step == 0 ? "stopped before the first step" : "stopped after step " + step + " with a checkpoint");
    }
}
