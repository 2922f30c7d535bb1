package org.fpn4j.heads.rpn;

import java.util.Arrays;
import java.util.List;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Normalizer;

/**
 * Divides by the number of anchors that were sampled in the step, positives and negatives.
 *
 * @param counted the loss whose weights are 1 where an anchor was sampled
 */
record SampledNormalizer(String counted) implements Normalizer {
    @Override
    public HeadState next(HeadState state, List<ImageTargets> step) {
        return state;
    }

    @Override
    public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
        double total = 0;
        for (ImageTargets image : step) {
            for (float weight : image.of(counted).weights()) {
                total += weight;
            }
        }
        double[] factors = new double[run.size()];
        Arrays.fill(factors, 1 / Math.max(1, total));
        return factors;
    }
}
