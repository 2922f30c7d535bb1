package org.fpn4j.training.loop;

/** A training ended before its time because it was asked to; it can go on from where it stands. */
public final class TrainingStopped extends RuntimeException {
    private final long step;

    /** @param step steps that are done */
    TrainingStopped(long step) {
        super(step == 0 ? "stopped before the first step" : "stopped after step " + step);
        this.step = step;
    }

    /** Steps that are done; 0 where none was made. */
    public long step() {
        return step;
    }
}
