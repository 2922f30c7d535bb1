package org.fpn4j.core.head;

import java.util.List;

/** What the sums of losses are divided by. */
public interface Normalizer {
    /**
     * What is remembered after a step.
     *
     * @param state what was remembered before it
     * @param step its images
     */
    HeadState next(HeadState state, List<ImageTargets> step);

    /**
     * The factor that each image's weights get.
     *
     * @param loss its name
     * @param run images of a run
     * @param step images of the whole step, these among them
     * @param state after this step
     */
    double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state);

    /**
     * What makes the losses of fewer images as large as those of a whole step like them: 1 where sums are divided by what is
     * counted in the images themselves.
     *
     * @param loss its name
     * @param images how many there are
     * @param step how many a whole step has
     */
    default double ofWholeStep(String loss, int images, int step) {
        return 1;
    }
}
