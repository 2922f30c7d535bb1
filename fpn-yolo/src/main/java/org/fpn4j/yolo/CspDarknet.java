package org.fpn4j.yolo;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.ConvUnits;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * CSPDarknet (Wang et al., CSPNet, arXiv:1911.11929v1; in the form of YOLOX, Ge et al., arXiv:2107.08430v2) without a
 * classifier: stages C2-C5 at stride 4, 8, 16 and 32, of which YOLO's neck takes C3-C5.
 *
 * <pre>
 * stem    each block of 2x2 pixels stacked as channels, 3x3 convolution
 * dark2   3x3 convolution of stride 2, CspLayer of 3 bottlenecks         C2
 * dark3   the same with 9                                                C3
 * dark4   the same with 9                                                C4
 * dark5   the same with 3 and without shortcuts, after pooling with
 *         windows of 5, 9 and 13 beside each other                       C5
 * </pre>
 *
 * <p>Level {@code l} is {@code 2^(l + 5) width} channels wide, the stem 64 times the factor. Parameters have YOLOX's names:
 * {@code stem.conv.conv.weight}, {@code dark2.0.conv.weight}, {@code dark2.1.conv1.bn.weight}.
 *
 * <p>Differs from YOLOX: sides that are odd repeat their last row or column, so that any size works.
 */
public final class CspDarknet implements Backbone {
    private static final int FINEST = 2;
    private static final int COARSEST = 5;
    private static final List<Integer> WINDOWS = List.of(5, 9, 13);

    /**
     * Makes a CSPDarknet.
     *
     * @param depth factor of the number of bottlenecks, at least one is left where there are three
     * @param width factor of the channels, 64 in the stem by 1
     * @param depthwise whether 3x3 convolutions but the stem's are a depthwise and a pointwise one
     * @param norm after every convolution
     * @param activation after every norm
     */
    @JsonTypeName("csp_darknet")
    @AutoService(BackboneConfig.class)
    public record Config(
            @Range(min = 0, max = 16) double depth,
            @Range(min = 0, max = 8, aboveMin = true) double width,
            boolean depthwise,
            NormConfig norm,
            Activation activation)
            implements BackboneConfig {
        /** The size {@code l}. */
        public Config() {
            this(1, 1, false, new Norms.Batch(1e-3, 0.03), Activation.SWISH);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("depth", depth)
                    .bounds("width", width)
                    .require(
                            width >= Factors.leastWidth(FINEST - 1),
                            "width",
                            width,
                            "leaves the stem less than two channels; must be >= " + Factors.leastWidth(FINEST - 1))
                    .done();
        }

        @Override
        public CspDarknet create() {
            return new CspDarknet(this);
        }
    }

    private final Config config;
    private final ConvUnits units;
    private final PyramidSpec outputs;

    private CspDarknet(Config config) {
        this.config = config;
        this.units = new ConvUnits(config.norm(), config.activation(), config.depthwise());
        List<LevelSpec> levels = new ArrayList<>();
        for (int level = FINEST; level <= COARSEST; level++) {
            levels.add(new LevelSpec(level, channels(level)));
        }
        this.outputs = new PyramidSpec("C", levels);
        checkGroups();
    }

    /** Of the stem, level 1, and of the stages, whose channels are exact multiples of the stem's. */
    private int channels(int level) {
        return Factors.channels(1, config.width()) << (level - 1);
    }

    /** Group norm needs a number of groups that divides every number of channels. */
    private void checkGroups() {
        if (config.norm() instanceof Norms.Group group) {
            Set<Integer> widths = new LinkedHashSet<>();
            for (int level = FINEST - 1; level <= COARSEST; level++) {
                widths.add(channels(level));
            }
            new FieldChecks()
                    .require(
                            widths.stream().allMatch(width -> width % group.groups() == 0),
                            "norm.groups",
                            group.groups(),
                            "must divide the number of channels of every convolution " + widths)
                    .done();
        }
    }

    @Override
    public PyramidSpec outputs() {
        return outputs;
    }

    @Override
    public Pyramid build(Graph graph, Tensor images) {
        Tensor x = stem(graph.scope("stem"), images); // [N, channels(1), ceil(H / 2), ceil(W / 2)]
        List<Tensor> stages = new ArrayList<>();
        for (LevelSpec level : outputs.levels()) {
            x = stage(graph.scope("dark" + level.level()), level.level(), x);
            stages.add(x);
        }
        return new Pyramid(outputs, stages);
    }

    private Tensor stem(Graph graph, Tensor images) {
        Tensor even = even(graph, even(graph, images, 2), 3);
        Tensor stacked = graph.apply(new Operation.SpaceToDepth(2), even);
        Graph scope = graph.scope("conv");
        return units.dense(scope, stacked.shape().channels(), channels(1), 3, 1).apply(scope, stacked);
    }

    /** The map itself, or with its last row or column twice where their number is odd. */
    private static Tensor even(Graph graph, Tensor x, int axis) {
        int size = x.shape().dim(axis);
        return size % 2 == 0
                ? x
                : graph.apply(new Operation.Concat(axis), x, graph.apply(new Operation.Slice(axis, size - 1, size), x));
    }

    private Tensor stage(Graph graph, int level, Tensor finer) {
        int channels = channels(level);
        boolean coarsest = level == COARSEST;
        Tensor x = units.window(graph.scope("0"), channels(level - 1), channels, 3, 2)
                .apply(graph.scope("0"), finer);
        if (coarsest) {
            x = pooled(graph.scope("1"), channels, x);
        }
        int few = Math.max(Factors.bottlenecks(config.depth()), 1);
        Graph scope = graph.scope(coarsest ? "2" : "1");
        return new CspLayer(units, channels, channels, level == FINEST || coarsest ? few : 3 * few, !coarsest)
                .declare(scope)
                .apply(scope, x);
    }

    /** Spatial pyramid pooling (He et al., arXiv:1406.4729v4) as YOLO has it: maxima of windows of several sizes. */
    private Tensor pooled(Graph graph, int channels, Tensor x) {
        int half = CspLayer.half(channels);
        Layer narrow = units.pointwise(graph.scope("conv1"), channels, half);
        Tensor narrowed = narrow.apply(graph.scope("conv1"), x);
        List<Tensor> maps = new ArrayList<>(List.of(narrowed));
        for (int window : WINDOWS) {
            maps.add(graph.apply(new Operation.MaxPool(window, 1, Padding.of(window / 2)), narrowed));
        }
        return units.pointwise(graph.scope("conv2"), half * maps.size(), channels)
                .apply(graph.scope("conv2"), graph.apply(new Operation.Concat(1), maps));
    }

    @Override
    public String toString() {
        return "csp_darknet[depth " + config.depth() + ", width " + config.width() + "]";
    }
}
