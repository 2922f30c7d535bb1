package org.fpn4j.core.neck;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.ConvBlock;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * The feature pyramid network (Lin et al., Feature Pyramid Networks for Object Detection, arXiv:1612.03144v2, section 3
 * and figure 3): a 1x1 lateral convolution on every stage, a top-down path that adds the coarser map resized by nearest
 * neighbour, and a 3x3 convolution on every sum.
 *
 * <pre>
 * C5 -> lateral -----------> sum -> output -> P5
 *                             |  resized to C4
 * C4 -> lateral -----------> sum -> output -> P4
 *                             |  resized to C3
 * C3 -> lateral -----------> sum -> output -> P3
 * </pre>
 *
 * <p>Differs from the paper: resizing goes to the size of the target level, so odd sizes work; no known differences
 * otherwise. The switches are the paper's own ablation (tables 1 and 2). Without the top-down path it is also the
 * arrangement of SSD: heads on stages that do not talk.
 */
public final class Fpn implements NeckBlock {
    /** How a lateral and the resized coarser map become one: {@code AVERAGE} halves the accumulated sum. */
    public enum Fuse {
        SUM,
        AVERAGE
    }

    /** Which stages come in: {@code COARSEST} builds every level from the coarsest stage alone (arXiv:2103.09460v1). */
    public enum Inputs {
        ALL,
        COARSEST
    }

    /** Which levels go out: {@code FINEST} is the ablation that puts all anchors on the finest level. */
    public enum Outputs {
        ALL,
        FINEST
    }

    /**
     * Makes an FPN.
     *
     * @param outChannels channels of every level
     * @param minLevel finest level
     * @param maxLevel coarsest level, one of the backbone's
     * @param norm after every convolution, whose bias it replaces
     * @param activation after every norm; the paper has none
     * @param fuse sum or average
     * @param topDown false: levels do not talk
     * @param lateral false: finer levels are made of the coarsest stage's lateral alone
     * @param inputs all stages, or the coarsest alone
     * @param outputs all levels, or the finest alone
     */
    @JsonTypeName("fpn")
    @AutoService(NeckConfig.class)
    public record Config(
            @Range(min = 1, max = 8192) int outChannels,
            @Range(min = 0, max = 13) int minLevel,
            @Range(min = 0, max = 13) int maxLevel,
            NormConfig norm,
            Activation activation,
            Fuse fuse,
            boolean topDown,
            boolean lateral,
            Inputs inputs,
            Outputs outputs)
            implements NeckConfig {
        /** The defaults. */
        public Config() {
            this(256, 3, 5);
        }

        /** The paper's, with these channels and levels. */
        public Config(int outChannels, int minLevel, int maxLevel) {
            this(outChannels, minLevel, maxLevel, new Norms.None(), Activation.NONE);
        }

        /** All connections, with a norm and an activation. */
        public Config(int outChannels, int minLevel, int maxLevel, NormConfig norm, Activation activation) {
            this(outChannels, minLevel, maxLevel, norm, activation, Fuse.SUM, true, true, Inputs.ALL, Outputs.ALL);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("outChannels", outChannels)
                    .bounds("minLevel", minLevel)
                    .bounds("maxLevel", maxLevel)
                    .require(maxLevel >= minLevel, "maxLevel", maxLevel, "must be >= min_level")
                    .require(
                            topDown || (lateral && inputs == Inputs.ALL),
                            "topDown",
                            topDown,
                            "must be true where finer levels have no lateral of their own")
                    .require(
                            lateral || inputs == Inputs.ALL,
                            "inputs",
                            "coarsest",
                            "already means that finer levels have no lateral; remove [lateral]")
                    .done();
        }

        @Override
        public Fpn create(PyramidSpec inputs) {
            return new Fpn(this, LevelRange.of(inputs, minLevel, maxLevel));
        }

        private boolean onlyCoarsest() {
            return !lateral || inputs == Inputs.COARSEST;
        }

        /** The same with another {@code outChannels}. */
        public Config withOutChannels(int outChannels) {
            return RecordCopy.with(this, "outChannels", outChannels);
        }

        /** The same with another {@code minLevel}. */
        public Config withMinLevel(int minLevel) {
            return RecordCopy.with(this, "minLevel", minLevel);
        }

        /** The same with another {@code maxLevel}. */
        public Config withMaxLevel(int maxLevel) {
            return RecordCopy.with(this, "maxLevel", maxLevel);
        }

        /** The same with another {@code norm}. */
        public Config withNorm(NormConfig norm) {
            return RecordCopy.with(this, "norm", norm);
        }

        /** The same with another {@code activation}. */
        public Config withActivation(Activation activation) {
            return RecordCopy.with(this, "activation", activation);
        }

        /** The same with another {@code fuse}. */
        public Config withFuse(Fuse fuse) {
            return RecordCopy.with(this, "fuse", fuse);
        }

        /** The same with another {@code topDown}. */
        public Config withTopDown(boolean topDown) {
            return RecordCopy.with(this, "topDown", topDown);
        }

        /** The same with another {@code lateral}. */
        public Config withLateral(boolean lateral) {
            return RecordCopy.with(this, "lateral", lateral);
        }

        /** The same with another {@code inputs}. */
        public Config withInputs(Inputs inputs) {
            return RecordCopy.with(this, "inputs", inputs);
        }

        /** The same with another {@code outputs}. */
        public Config withOutputs(Outputs outputs) {
            return RecordCopy.with(this, "outputs", outputs);
        }
    }

    private final Config config;
    private final PyramidSpec inputs;

    private Fpn(Config config, PyramidSpec inputs) {
        this.config = config;
        this.inputs = inputs;
    }

    @Override
    public PyramidSpec outputs() {
        int coarsest = config.outputs() == Outputs.FINEST ? config.minLevel() : config.maxLevel();
        return PyramidSpec.uniform("P", config.minLevel(), coarsest, config.outChannels());
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        List<Tensor> sums = sums(graph, LevelRange.of(features, inputs));
        List<Tensor> levels = new ArrayList<>();
        for (LevelSpec level : outputs().levels()) {
            Tensor sum = sums.get(level.level() - config.minLevel());
            levels.add(smooth(graph, level.level()).apply(graph, sum)); // [N, out, H_l, W_l]
        }
        return new Pyramid(outputs(), levels);
    }

    /** The sums of laterals and top-down path before their 3x3 convolutions, finest first. */
    private List<Tensor> sums(Graph graph, Pyramid features) {
        List<Tensor> sums = new ArrayList<>(); // coarsest first while building
        Tensor coarser = null;
        for (int level = config.maxLevel(); level >= config.minLevel(); level--) {
            Tensor stage = features.level(level); // [N, C_l, H_l, W_l]
            boolean hasLateral = coarser == null || !config.onlyCoarsest();
            Tensor lateral = hasLateral ? lateral(graph, level).apply(graph, stage) : null;
            Tensor sum = coarser != null && config.topDown() ? fuse(graph, lateral, coarser, stage) : lateral;
            sums.add(sum);
            coarser = sum;
        }
        Collections.reverse(sums);
        return sums;
    }

    private Tensor fuse(Graph graph, Tensor lateral, Tensor coarser, Tensor stage) {
        Tensor resized = graph.resizeNearest(
                coarser, stage.shape().height(), stage.shape().width());
        if (lateral == null) {
            return resized;
        }
        Tensor sum = graph.add(lateral, resized);
        return config.fuse() == Fuse.AVERAGE ? graph.apply(new Operation.Multiply(0.5), sum) : sum;
    }

    private Layer lateral(Graph graph, int level) {
        Conv2d convolution = Conv2d.of(inputs.level(level).channels(), config.outChannels(), 1);
        return block(convolution).declare(graph.scope("lateral").scope(inputs.name(level)));
    }

    private Layer smooth(Graph graph, int level) {
        Conv2d convolution = Conv2d.of(config.outChannels(), config.outChannels(), 3);
        return block(convolution).declare(graph.scope("output").scope(outputs().name(level)));
    }

    private ConvBlock block(Conv2d convolution) {
        return new ConvBlock(convolution, config.norm(), config.activation());
    }
}
