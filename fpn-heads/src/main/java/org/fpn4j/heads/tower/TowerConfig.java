package org.fpn4j.heads.tower;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * A stack of 3x3 convolutions, each with norm and activation, that all levels share. Parameters {@code i.weight}, {@code
 * i.bias} and {@code i.norm.*} for layer {@code i}.
 *
 * @param convs number of convolutions
 * @param channels of each; 0 for as many as the pyramid has
 * @param norm after each convolution
 * @param normPerLevel whether each level has norms of its own, {@code i.norm.P3.*}, as batch norm needs because levels
 *     differ in their statistics (detectron2's batch norm, EfficientDet)
 * @param activation after each norm
 * @param biasWithNorm whether convolutions keep a bias that a norm makes redundant
 */
public record TowerConfig(
        @Range(min = 0, max = 64) int convs,
        @Range(min = 0, max = 8192) int channels,
        NormConfig norm,
        boolean normPerLevel,
        Activation activation,
        boolean biasWithNorm) {

    public TowerConfig {
        requireNonNull(norm, "norm is null");
        requireNonNull(activation, "activation is null");
        FieldChecks.of(TowerConfig.class)
                .bounds("convs", convs)
                .bounds("channels", channels)
                .done();
    }

    /** Four convolutions with ReLU and no norm (arXiv:1708.02002v2, section 4). */
    public static TowerConfig retina() {
        return new TowerConfig(4, 0, new Norms.None(), false, Activation.RELU, false);
    }

    /** Four convolutions with bias, group norm and ReLU, as the original FCOS and torchvision. */
    public static TowerConfig fcos() {
        return new TowerConfig(4, 0, new Norms.Group(), false, Activation.RELU, true);
    }

    /** Channels that the predictors see. */
    public int width(PyramidSpec pyramid) {
        int own = pyramid.finest().channels();
        return convs == 0 || channels == 0 ? own : channels;
    }

    /**
     * Checks that the stack fits a pyramid.
     *
     * @throws org.fpn4j.config.problem.InvalidFieldsException where a group norm's groups do not divide the channels, or
     *     the levels differ in their channels
     */
    public void check(String head, PyramidSpec pyramid) {
        new FieldChecks()
                .also(() -> checkWidths(head, pyramid))
                .also(() -> checkNorm(pyramid))
                .done();
    }

    /**
     * Checks that all levels have one width, as layers that they share need.
     *
     * @param head type of the head, for the message
     */
    public static void checkWidths(String head, PyramidSpec pyramid) {
        new FieldChecks()
                .require(
                        pyramid.levels().stream()
                                        .map(LevelSpec::channels)
                                        .distinct()
                                        .count()
                                == 1,
                        "type",
                        head,
                        "needs levels of one width, got " + pyramid)
                .done();
    }

    /** Checks that the norm fits the width. */
    public void checkNorm(PyramidSpec pyramid) {
        int width = width(pyramid);
        FieldChecks checks = new FieldChecks();
        if (norm instanceof Norms.Group group && convs > 0) {
            checks.require(
                    width % group.groups() == 0,
                    "tower.norm.groups",
                    group.groups(),
                    "must divide the tower's channels[" + width + "]");
        }
        checks.done();
    }

    /** Declares the parameters in {@code scope}; one layer per level, finest first. */
    public List<Layer> declare(Graph scope, PyramidSpec pyramid) {
        int width = width(pyramid);
        List<List<Layer>> stacks = new ArrayList<>();
        pyramid.levels().forEach(level -> stacks.add(new ArrayList<>()));
        for (int i = 0; i < convs; i++) {
            int in = i == 0 ? pyramid.finest().channels() : width;
            Graph inner = scope.scope(String.valueOf(i));
            Layer convolution = Conv2d.of(in, width, 3)
                    .weights(new Initializer.Normal(0.01))
                    .bias(biasWithNorm || norm.convolutionBias())
                    .declare(inner);
            List<Layer> norms = norms(inner.scope("norm"), pyramid, width);
            for (int level = 0; level < stacks.size(); level++) {
                stacks.get(level).add(convolution.then(norms.get(level)));
                stacks.get(level).add((graph, x) -> graph.activate(activation, x));
            }
        }
        return stacks.stream().map(Layer::sequence).toList();
    }

    private List<Layer> norms(Graph scope, PyramidSpec pyramid, int width) {
        List<Layer> norms = new ArrayList<>();
        for (LevelSpec level : pyramid.levels()) {
            if (normPerLevel) {
                norms.add(norm.declare(scope.scope(pyramid.name(level.level())), width));
            } else {
                norms.add(norms.isEmpty() ? norm.declare(scope, width) : norms.get(0));
            }
        }
        return norms;
    }

    /** The same with another {@code convs}. */
    public TowerConfig withConvs(int convs) {
        return RecordCopy.with(this, "convs", convs);
    }

    /** The same with another {@code channels}. */
    public TowerConfig withChannels(int channels) {
        return RecordCopy.with(this, "channels", channels);
    }

    /** The same with another {@code norm}. */
    public TowerConfig withNorm(NormConfig norm) {
        return RecordCopy.with(this, "norm", norm);
    }

    /** The same with another {@code normPerLevel}. */
    public TowerConfig withNormPerLevel(boolean normPerLevel) {
        return RecordCopy.with(this, "normPerLevel", normPerLevel);
    }

    /** The same with another {@code activation}. */
    public TowerConfig withActivation(Activation activation) {
        return RecordCopy.with(this, "activation", activation);
    }

    /** The same with another {@code biasWithNorm}. */
    public TowerConfig withBiasWithNorm(boolean biasWithNorm) {
        return RecordCopy.with(this, "biasWithNorm", biasWithNorm);
    }
}
