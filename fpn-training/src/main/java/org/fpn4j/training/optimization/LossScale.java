package org.fpn4j.training.optimization;

/**
 * The factor that the losses' gradients have while they are computed in {@code float16}, whose smallest magnitude is 6e-8: it
 * is divided out of the parameters' gradients again. A step with a gradient that is not finite is skipped and halves the
 * factor; {@value #STEPS_TO_DOUBLE} others in a row double it (arXiv:1710.03740v3, section 3.2; the numbers are those of
 * PyTorch's {@code GradScaler}). It is a power of two, so that it changes no digit.
 *
 * @param factor 1 or more
 * @param good steps since it last changed
 * @param skipped steps of the training that were skipped
 */
public record LossScale(double factor, int good, long skipped) {
    /** Steps without an overflow after which the factor is doubled. */
    public static final int STEPS_TO_DOUBLE = 2000;

    /** Before the first step. */
    public static final LossScale INITIAL = new LossScale(65536, 0, 0);

    /** Whether an overflow is answered by a smaller factor; with none left it is one of the network's own gradients. */
    public boolean canFall() {
        return factor > 1;
    }

    /** After a step whose gradients were finite. */
    public LossScale kept() {
        return good + 1 < STEPS_TO_DOUBLE
                ? new LossScale(factor, good + 1, skipped)
                : new LossScale(2 * factor, 0, skipped);
    }

    /** After a step that was skipped. */
    public LossScale fallen() {
        return new LossScale(factor / 2, 0, skipped + 1);
    }
}
