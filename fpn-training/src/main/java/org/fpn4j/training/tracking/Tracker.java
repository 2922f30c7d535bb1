package org.fpn4j.training.tracking;

import java.util.Map;

/**
 * Shows the numbers of one run to people. It is called in the thread that trains, so it gives away what takes long. What it
 * throws after {@link #begin} does not end the training: it is told once, and the tracker is shown nothing more.
 *
 * <p>Values have names as {@code train/loss}, {@code train/loss/NAME}, {@code train/lr}, {@code train/grad_norm} (before clipping;
 * not finite where a gradient overflowed and the step was skipped) and {@code train/loss_scale}; {@code val/METRIC} and {@code
 * val/METRIC/CLASS}, without those that had nothing to measure, {@code val/loss} and {@code val/loss/NAME} where they are measured,
 * and {@code dev/} before those on images that were held out; {@code fusion/PARAMETER/INDEX}, what each map is multiplied by that is
 * added by learned weights; {@code final/METRIC} of the weights that are kept. Steps count from 1.
 */
public interface Tracker {
    /** How a training came to its end in this process. */
    enum Ending {
        /** Its result is there. */
        FINISHED,
        /** It was asked to stop, and can be resumed. */
        STOPPED,
        /** Something went wrong; a checkpoint may be there to go on from. */
        FAILED
    }

    /**
     * Once, first. What an earlier process has shown beyond this place comes again, with the same values.
     *
     * @param step after which the training goes on; 0 at the start
     * @param evaluates whether the evaluation at this step, if there is one, is still to come
     * @throws org.fpn4j.config.problem.UserInputException where nothing can be shown, which ends the training
     */
    void begin(long step, boolean evaluates);

    /** After each optimizer step. */
    void stepped(long step, Map<String, Double> values);

    /** After each evaluation, and once more with shares of learned weights where there are some; these also before the first step. */
    void evaluated(long step, Map<String, Double> values);

    /** Once, when the result of the run is there. */
    void finished(long step, Map<String, Double> values);

    /** Once, last, of every tracker that was opened; what it holds is given back here. A kill calls nothing. */
    void ended(Ending ending);
}
