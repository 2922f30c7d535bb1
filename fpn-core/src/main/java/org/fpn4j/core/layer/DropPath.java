package org.fpn4j.core.layer;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * Stochastic depth (Huang et al., arXiv:1603.09382v3, section 3): while a network learns, the residual branch of a block is left
 * out for some of a batch's images, each by a lot of its own.
 *
 * <pre>
 * y[n] = 0                    with probability rate
 *        x[n] / (1 - rate)    otherwise
 * </pre>
 *
 * <p>The factors are an input of the network that is fed at every run, so a graph draws nothing, every reading multiplies them by
 * {@link Operation.ScaleChannels}, and a network that predicts has neither input nor product.
 *
 * <p>Differs from the paper: a branch that is kept is scaled up while the network learns, in place of all branches being scaled
 * down when it predicts; TensorFlow's EfficientNet and timm do so.
 *
 * @param input name of the factors {@code [N, channels, 1, 1]}, which no other input has
 * @param channels of the branch
 * @param rate probability with which an image's branch is left out, in [0, 1)
 */
public record DropPath(String input, int channels, double rate) {
    public DropPath {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("drop path[" + input + "]: rate[" + rate + "] must be in [0, 1)");
        }
    }

    /** What is left of a branch {@code [N, channels, H, W]}. */
    public Tensor apply(Graph graph, Tensor branch) {
        Tensor factors = graph.input(input, Shape.of(branch.shape().batch(), channels, 1, 1));
        return graph.apply(new Operation.ScaleChannels(), branch, factors);
    }

    /**
     * The factors of a batch, a row of equal ones for each image.
     *
     * @param draws of each image: what is left out depends on the image's own and the input's name alone
     */
    public float[] factors(long... draws) {
        float[] factors = new float[draws.length * channels];
        for (int image = 0; image < draws.length; image++) {
            if (!dropped(draws[image])) {
                Arrays.fill(factors, image * channels, (image + 1) * channels, (float) (1 / (1 - rate)));
            }
        }
        return factors;
    }

    private boolean dropped(long draw) {
        long key = draw;
        for (int i = 0; i < input.length(); i++) {
            key = (key ^ input.charAt(i)) * 0x100000001B3L; // FNV-1a over the name, beginning with the draw
            key ^= key >>> 29;
        }
        return new SplittableRandom(key).nextDouble() < rate;
    }
}
