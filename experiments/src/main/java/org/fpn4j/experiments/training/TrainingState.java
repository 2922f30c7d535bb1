package org.fpn4j.experiments.training;

import org.fpn4j.core.head.HeadState;
import org.fpn4j.evaluation.metric.Metrics;

/**
 * Where a training stands, apart from its tensors. Everything random is keyed by seed, epoch and image, so this and the
 * tensors are all that a resumed run needs.
 *
 * @param step optimizer steps done
 * @param batch batches taken of the current epoch
 * @param epoch the current epoch, from 0
 * @param head what the head remembers
 * @param bestAp best AP of an evaluation; -2 before the first
 * @param bestSha256 of the weights it was measured of, where they are kept
 * @param sinceBest evaluations since then
 * @param evaluatedEpoch last epoch whose end was evaluated; -1 before the first
 * @param seconds spent in training
 * @param waitSeconds of them in waiting for the loader
 */
record TrainingState(
        long step,
        long epoch,
        int batch,
        HeadState head,
        double bestAp,
        String bestSha256,
        int sinceBest,
        long evaluatedEpoch,
        double seconds,
        double waitSeconds) {
    static final TrainingState START = new TrainingState(0, 0, 0, HeadState.INITIAL, -2, "", 0, -1, 0, 0);

    /** After one more step. */
    TrainingState stepped(TrainingLength length, int batches, HeadState next, double took, double waited) {
        int taken = batch + batches;
        boolean over = taken >= length.batchesPerEpoch();
        return new TrainingState(
                step + 1,
                over ? epoch + 1 : epoch,
                over ? 0 : taken,
                next,
                bestAp,
                bestSha256,
                sinceBest,
                evaluatedEpoch,
                seconds + took,
                waitSeconds + waited);
    }

    /** Whether the score of an evaluation is the best so far. */
    boolean isBetter(double ap) {
        return Metrics.DECISIVE.isBetter(ap, bestAp);
    }

    /**
     * After an evaluation.
     *
     * @param best of the weights where it was the best, else as before
     */
    TrainingState evaluated(double ap, String best) {
        boolean better = isBetter(ap);
        return new TrainingState(
                step,
                epoch,
                batch,
                head,
                better ? ap : bestAp,
                best,
                better ? 0 : sinceBest + 1,
                epoch,
                seconds,
                waitSeconds);
    }
}
