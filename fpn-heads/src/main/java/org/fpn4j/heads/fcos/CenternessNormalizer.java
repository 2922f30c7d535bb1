package org.fpn4j.heads.fcos;

import java.util.List;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Normalizer;
import org.fpn4j.heads.loss.NormalizerConfig;

/**
 * Divides a loss whose cells count by their centre-ness by the sum of that, and the other losses as configured.
 *
 * @param others of all losses but the weighted one
 * @param weighted the loss whose cells count by centre-ness
 * @param centerness the loss whose targets are centre-ness
 */
record CenternessNormalizer(NormalizerConfig others, String weighted, String centerness) implements Normalizer {
    private static final double LEAST = 1e-6; // only without positives is a sum below it

    @Override
    public HeadState next(HeadState state, List<ImageTargets> step) {
        return others.next(state, step);
    }

    @Override
    public double[] factors(String loss, List<ImageTargets> run, List<ImageTargets> step, HeadState state) {
        return loss.equals(weighted)
                ? others.factors(sums(run), sums(step), LEAST)
                : others.factors(loss, run, step, state);
    }

    @Override
    public double ofWholeStep(String loss, int images, int step) {
        return loss.equals(weighted) ? 1 : others.ofWholeStep(loss, images, step);
    }

    private double[] sums(List<ImageTargets> images) {
        double[] sums = new double[images.size()];
        for (int i = 0; i < sums.length; i++) {
            for (float value : images.get(i).of(centerness).target()) {
                sums[i] += value;
            }
        }
        return sums;
    }
}
