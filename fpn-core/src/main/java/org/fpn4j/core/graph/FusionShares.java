package org.fpn4j.core.graph;

import java.util.Arrays;

/** How weights of {@link Operation.WeightedFusion} become shares, in double precision. */
final class FusionShares {
    private FusionShares() {}

    static double[] fast(float[] weights, double epsilon) {
        double[] shares = new double[weights.length];
        double sum = epsilon;
        for (int i = 0; i < weights.length; i++) {
            shares[i] = Math.max(0, weights[i]);
            sum += shares[i];
        }
        return divided(shares, sum);
    }

    static double[] softmax(float[] weights) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float weight : weights) {
            largest = Math.max(largest, weight);
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            shares[i] = Math.exp(weights[i] - largest);
        }
        return divided(shares, Arrays.stream(shares).sum());
    }

    private static double[] divided(double[] shares, double sum) {
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }
}
