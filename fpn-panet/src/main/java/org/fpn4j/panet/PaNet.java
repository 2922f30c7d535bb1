package org.fpn4j.panet;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * PANet's neck (Liu et al., Path Aggregation Network for Instance Segmentation, arXiv:1803.01534v4, section 3.1): an FPN
 * and, on its levels, a bottom-up path that brings what the finest level knows up again in a few convolutions.
 *
 * <p>Three networks go by this name; their convolutions are the same, and so are all parameters where there is no norm:
 *
 * <pre>
 * PAPER   N2 = P2;  N(i+1) = relu(conv3x3(P(i+1) + relu(conv3x3/2(N(i)))))
 * AUTHOR  as PAPER, but norm and relu exist only where a norm is chosen; convolutions keep their bias beside it
 * MMDET   S2 = P2;  S(i+1) = P(i+1) + conv3x3/2(S(i));  N2 = S2, N(i) = conv3x3(S(i)): the path runs on the sums
 *         before smoothing; no relu
 * </pre>
 *
 * <p>A hop of the path is two convolutions long in the first two and one in the third.
 *
 * <p>Differs from the paper: adaptive feature pooling (section 3.2) belongs to a two-stage head and is not part of a
 * neck; {@code PAPER} has no other known differences.
 */
public final class PaNet implements NeckBlock {
    /** Which of the three networks. */
    public enum Variant {
        PAPER,
        AUTHOR,
        MMDET
    }

    /** The activation after the path's convolutions: the variant's own, or one for all of them. */
    public enum PathActivation {
        VARIANT,
        NONE,
        RELU,
        LEAKY_RELU,
        SWISH
    }

    /**
     * Makes a PANet neck.
     *
     * @param variant which of the three networks
     * @param outChannels channels of every level
     * @param minLevel finest level, where the path begins
     * @param maxLevel coarsest level, one of the backbone's
     * @param norm after every convolution of FPN and path
     * @param activation after the path's convolutions
     */
    @JsonTypeName("panet")
    @AutoService(NeckConfig.class)
    public record Config(
            Variant variant,
            @Range(min = 1, max = 8192) int outChannels,
            @Range(min = 0, max = 13) int minLevel,
            @Range(min = 0, max = 13) int maxLevel,
            NormConfig norm,
            PathActivation activation)
            implements NeckConfig {
        /** The defaults. */
        public Config() {
            this(Variant.PAPER, 256, 3, 5, new Norms.None(), PathActivation.VARIANT);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("outChannels", outChannels)
                    .bounds("minLevel", minLevel)
                    .bounds("maxLevel", maxLevel)
                    .require(maxLevel >= minLevel, "maxLevel", maxLevel, "must be >= min_level")
                    .done();
        }

        @Override
        public PaNet create(PyramidSpec inputs) {
            Fpn fpn = new Fpn.Config(outChannels, minLevel, maxLevel, norm, Activation.NONE).create(inputs);
            return new PaNet(this, fpn);
        }

        private Activation pathActivation() {
            if (activation != PathActivation.VARIANT) {
                return Activation.valueOf(activation.name());
            }
            return switch (variant) {
                case PAPER -> Activation.RELU;
                case AUTHOR -> norm instanceof Norms.None ? Activation.NONE : Activation.RELU;
                case MMDET -> Activation.NONE;
            };
        }
    }

    private final Config config;
    private final Fpn fpn;

    private PaNet(Config config, Fpn fpn) {
        this.config = config;
        this.fpn = fpn;
    }

    @Override
    public PyramidSpec outputs() {
        return fpn.outputs();
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        Pyramid topDown = fpn.build(graph.scope("fpn"), features);
        List<Tensor> levels = new ArrayList<>();
        Tensor path = topDown.level(config.minLevel()); // what the next step of the path starts from
        levels.add(path);
        for (int level = config.minLevel() + 1; level <= config.maxLevel(); level++) {
            Tensor down = convolution(graph, "down", level, 2).apply(graph, path); // [N, out, H_l, W_l]
            Tensor sum = graph.add(topDown.level(level), down);
            Tensor smoothed = convolution(graph, "output", level, 1).apply(graph, sum);
            levels.add(smoothed);
            path = switch (config.variant()) {
                case PAPER, AUTHOR -> smoothed;
                case MMDET -> sum;
            };
        }
        return new Pyramid(outputs(), levels);
    }

    private Layer convolution(Graph graph, String name, int level, int stride) {
        Graph scope = graph.scope(name).scope(outputs().name(level));
        boolean bias = config.norm().convolutionBias() || config.variant() == Variant.AUTHOR;
        Layer convolution = Conv2d.of(config.outChannels(), config.outChannels(), 3)
                .stride(stride)
                .bias(bias)
                .weights(Initializer.fpnUniform())
                .declare(scope);
        return convolution
                .then(config.norm().declare(scope.scope("norm"), config.outChannels()))
                .then((target, x) -> target.activate(config.pathActivation(), x));
    }

    @Override
    public String toString() {
        return "panet[" + config.variant().name().toLowerCase(Locale.ROOT) + "]";
    }
}
