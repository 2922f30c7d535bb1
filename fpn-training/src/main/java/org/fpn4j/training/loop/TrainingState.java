package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import org.fpn4j.core.head.HeadState;
import org.fpn4j.evaluation.metric.Metric;
import org.fpn4j.training.optimization.LossScale;

/**
 * Where a training stands, apart from its tensors. Everything random is keyed by seed, epoch and image, so this and the
 * tensors are all that a resumed run needs.
 *
 * @param position in the steps and epochs
 * @param head what the head remembers
 * @param best evaluation so far
 * @param scale of the losses' gradients, where they are scaled; elsewhere as at the beginning
 * @param spent time
 */
public record TrainingState(Position position, HeadState head, BestScore best, LossScale scale, TimeSpent spent) {
    /** Before the first step. */
    public static final TrainingState START = new TrainingState(
            new Position(0, 0, 0, -1), HeadState.INITIAL, new BestScore(-2, 0), LossScale.INITIAL, new TimeSpent(0, 0));

    public TrainingState {
        requireNonNull(position, "position is null");
        requireNonNull(head, "head is null");
        requireNonNull(best, "best is null");
        requireNonNull(scale, "scale is null");
        requireNonNull(spent, "spent is null");
    }

    /**
     * Steps and epochs.
     *
     * @param step optimizer steps done
     * @param epoch the current epoch, from 0
     * @param batch batches taken of it
     * @param evaluatedEpoch last epoch whose end was evaluated; -1 before the first
     */
    public record Position(long step, long epoch, int batch, long evaluatedEpoch) {
        /** After one more step of some batches. */
        Position stepped(TrainingLength length, int batches) {
            int taken = batch + batches;
            boolean over = taken >= length.batchesPerEpoch();
            return new Position(step + 1, over ? epoch + 1 : epoch, over ? 0 : taken, evaluatedEpoch);
        }

        Position evaluated() {
            return new Position(step, epoch, batch, epoch);
        }
    }

    /**
     * The best evaluation.
     *
     * @param value by the metric that decides; -2 before the first
     * @param evaluationsSince how many came after it
     */
    public record BestScore(double value, int evaluationsSince) {
        /** Whether nothing before was as good. */
        boolean isBeatenBy(double another, Metric metric) {
            return metric.isBetter(another, value);
        }

        BestScore after(double another, Metric metric) {
            return isBeatenBy(another, metric) ? new BestScore(another, 0) : new BestScore(value, evaluationsSince + 1);
        }
    }

    /**
     * Time over all resumptions.
     *
     * @param seconds of training
     * @param waiting seconds of them that were spent in waiting for the loader
     */
    public record TimeSpent(double seconds, double waiting) {
        TimeSpent plus(double more, double moreWaiting) {
            return new TimeSpent(seconds + more, waiting + moreWaiting);
        }
    }

    /** Steps that changed the parameters. */
    long updates() {
        return position.step() - scale.skipped();
    }

    TrainingState scaled(LossScale next) {
        return new TrainingState(position, head, best, next, spent);
    }

    TrainingState stepped(TrainingLength length, int batches, HeadState next, double took, double waited) {
        return new TrainingState(position.stepped(length, batches), next, best, scale, spent.plus(took, waited));
    }

    TrainingState evaluated(double value, Metric metric) {
        return new TrainingState(position.evaluated(), head, best.after(value, metric), scale, spent);
    }
}
