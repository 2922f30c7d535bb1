package org.fpn4j.heads.centernet;

import java.util.List;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Normalizer;
import org.fpn4j.heads.loss.NormalizerConfig;

/**
 * Divides the loss of heat maps as configured, by objects, and each other loss by the cells that carry weight in it.
 *
 * @param objects of the loss of heat maps
 * @param heatMap its name
 */
record CountedWeights(NormalizerConfig objects, String heatMap) implements Normalizer {
    @Override
    public HeadState next(HeadState state, List<ImageTargets> step) {
        return objects.next(state, step);
    }

    @Override
    public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
        return loss.equals(heatMap)
                ? objects.factors(loss, run, step, state)
                : objects.factors(sums(loss, run), sums(loss, step), 1);
    }

    @Override
    public double ofWholeStep(String loss, int images, int step) {
        return loss.equals(heatMap) ? objects.ofWholeStep(loss, images, step) : 1;
    }

    private static double[] sums(String loss, List<ImageTargets> images) {
        double[] sums = new double[images.size()];
        for (int i = 0; i < sums.length; i++) {
            for (float weight : images.get(i).of(loss).weights()) {
                sums[i] += weight;
            }
        }
        return sums;
    }
}
