package org.fpn4j.examples;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.ConvBlock;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.LevelRange;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * A top-down path that concatenates where an FPN adds, as the decoder of a U-Net does (Ronneberger et al., U-Net,
 * arXiv:1505.04597v1, section 2): each level is one 3x3 convolution over the stage's own map and the next coarser level
 * beside it.
 *
 * <pre>
 * P5 = conv3x3(C5)
 * P4 = conv3x3(concat(C4, P5 resized to C4))
 * P3 = conv3x3(concat(C3, P4 resized to C3))
 * </pre>
 *
 * <p>Differs from the paper: one padded convolution for a level instead of two without padding, nearest neighbour instead
 * of a transposed convolution, and the same number of channels on all levels.
 */
public final class TopDownConcat implements NeckBlock {
    /**
     * Makes the neck.
     *
     * @param outChannels channels of every level
     * @param minLevel finest level
     * @param maxLevel coarsest level, one of the backbone's
     * @param norm after every convolution
     * @param activation after every norm
     */
    @JsonTypeName("top_down_concat")
    @AutoService(NeckConfig.class)
    public record Config(
            @Range(min = 1, max = 8192) int outChannels,
            @Range(min = 0, max = 13) int minLevel,
            @Range(min = 0, max = 13) int maxLevel,
            NormConfig norm,
            Activation activation)
            implements NeckConfig {
        public Config() {
            this(256, 3, 5, new Norms.None(), Activation.RELU);
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
        public TopDownConcat create(PyramidSpec inputs) {
            return new TopDownConcat(this, LevelRange.of(inputs, minLevel, maxLevel));
        }
    }

    private final Config config;
    private final PyramidSpec inputs;

    private TopDownConcat(Config config, PyramidSpec inputs) {
        this.config = config;
        this.inputs = inputs;
    }

    @Override
    public PyramidSpec outputs() {
        return PyramidSpec.uniform("P", config.minLevel(), config.maxLevel(), config.outChannels());
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        Pyramid stages = LevelRange.of(features, inputs); // refuses stages that it was not made for
        List<Tensor> levels = new ArrayList<>(); // coarsest first while building
        for (int level = config.maxLevel(); level >= config.minLevel(); level--) {
            Tensor stage = stages.level(level); // [N, C_l, H_l, W_l]
            Tensor joined = levels.isEmpty() ? stage : join(graph, stage, levels.get(levels.size() - 1));
            levels.add(convolution(level)
                    .declare(graph.scope(outputs().name(level)))
                    .apply(graph, joined));
        }
        Collections.reverse(levels);
        return new Pyramid(outputs(), levels); // [N, out, H_l, W_l] each
    }

    private static Tensor join(Graph graph, Tensor stage, Tensor coarser) {
        Tensor resized = graph.resizeNearest(
                coarser, stage.shape().height(), stage.shape().width());
        return graph.apply(new Operation.Concat(1), stage, resized); // [N, C_l + out, H_l, W_l]
    }

    private ConvBlock convolution(int level) {
        LevelSpec stage = inputs.level(level);
        int in = stage.channels() + (level == config.maxLevel() ? 0 : config.outChannels());
        return new ConvBlock(Conv2d.of(in, config.outChannels(), 3), config.norm(), config.activation());
    }
}
