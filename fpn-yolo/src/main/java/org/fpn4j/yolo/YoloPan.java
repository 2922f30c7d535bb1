package org.fpn4j.yolo;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.ConvUnits;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.LevelRange;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * YOLO's path aggregation network (Bochkovskiy et al., YOLOv4, arXiv:2004.10934v1, section 3.4 and figure 6; Ge et al., YOLOX,
 * arXiv:2107.08430v2): a top-down and a bottom-up path in which maps are concatenated instead of added, with a {@link
 * CspLayer} after each. With levels 3 to 5:
 *
 * <pre>
 * C5 -> lateral_conv0 ------------------------------------> C3_n4 -> P5
 *           | resized to C4                                   ^ bu_conv1 (3x3/2)
 * C4 ----> C3_p4 -> reduce_conv1 ------------> C3_n3 -------> P4
 *                       | resized to C3          ^ bu_conv2 (3x3/2)
 * C3 ----------------> C3_p3 -----------------> P3
 * </pre>
 *
 * <p>Level {@code l} is {@code 2^(l + 5) width} channels wide, whatever the stage below it has; with {@code outChannels} a
 * 1x1 unit {@code out_conv.P3} then gives all levels one width, as mmdetection's does. Parameters have YOLOX's names; of other
 * levels they follow on: {@code reduce_conv2}, {@code C3_p2}, {@code bu_conv3}, {@code C3_n2}.
 *
 * <p>Differs from YOLOX: resizing goes to the size of the target level, so odd sizes work.
 */
public final class YoloPan implements NeckBlock {
    /**
     * Makes YOLO's neck.
     *
     * @param outChannels channels of every level; 0: each level has its own
     * @param minLevel finest level
     * @param maxLevel coarsest level, one of the backbone's; above the finest
     * @param depth factor of the number of bottlenecks of a block, three by 1
     * @param width factor of the channels, 256 at stride 8 by 1
     * @param depthwise whether 3x3 convolutions are a depthwise and a pointwise one
     * @param norm after every convolution
     * @param activation after every norm
     */
    @JsonTypeName("yolo_pan")
    @AutoService(NeckConfig.class)
    public record Config(
            @Range(min = 0, max = 8192) int outChannels,
            @Range(min = 0, max = 13) int minLevel,
            @Range(min = 0, max = 13) int maxLevel,
            @Range(min = 0, max = 16) double depth,
            @Range(min = 0, max = 8, aboveMin = true) double width,
            boolean depthwise,
            NormConfig norm,
            Activation activation)
            implements NeckConfig {
        /** The size {@code l}, with levels of one width. */
        public Config() {
            this(256, 3, 5, 1, 1, false, new Norms.Batch(1e-3, 0.03), Activation.SWISH);
        }

        public Config {
            FieldChecks.of(Config.class)
                    .bounds("outChannels", outChannels)
                    .bounds("minLevel", minLevel)
                    .bounds("maxLevel", maxLevel)
                    .bounds("depth", depth)
                    .bounds("width", width)
                    .require(maxLevel > minLevel, "maxLevel", maxLevel, "must be > min_level")
                    .require(
                            width >= Factors.leastWidth(minLevel),
                            "width",
                            width,
                            "leaves level P" + minLevel + " less than two channels; must be >= "
                                    + Factors.leastWidth(minLevel))
                    .done();
        }

        @Override
        public YoloPan create(PyramidSpec inputs) {
            return new YoloPan(this, LevelRange.of(inputs, minLevel, maxLevel));
        }

        private int channels(int level) {
            return Factors.channels(level, width);
        }
    }

    private final Config config;
    private final PyramidSpec inputs;
    private final ConvUnits units;

    private YoloPan(Config config, PyramidSpec inputs) {
        this.config = config;
        this.inputs = inputs;
        this.units = new ConvUnits(config.norm(), config.activation(), config.depthwise());
        checkGroups();
    }

    /** Group norm needs a number of groups that divides every number of channels. */
    private void checkGroups() {
        if (config.norm() instanceof Norms.Group group) {
            Set<Integer> widths = new LinkedHashSet<>();
            for (int level = config.minLevel(); level <= config.maxLevel(); level++) {
                widths.add(CspLayer.half(config.channels(level)));
                widths.add(config.channels(level));
            }
            outputs().levels().forEach(level -> widths.add(level.channels()));
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
        List<LevelSpec> levels = new ArrayList<>();
        for (int level = config.minLevel(); level <= config.maxLevel(); level++) {
            levels.add(new LevelSpec(level, config.outChannels() == 0 ? config.channels(level) : config.outChannels()));
        }
        return new PyramidSpec("P", levels);
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        Pyramid stages = LevelRange.of(features, inputs);
        int finest = config.minLevel();
        int coarsest = config.maxLevel();
        Map<Integer, Tensor> reduced = new TreeMap<>(); // by level, as wide as the level below
        Tensor x = stages.level(coarsest);
        for (int level = coarsest - 1; level >= finest; level--) {
            Tensor stage = stages.level(level); // [N, C_l, H_l, W_l]
            x = reduce(graph, level, x);
            reduced.put(level + 1, x);
            Tensor resized =
                    graph.resizeNearest(x, stage.shape().height(), stage.shape().width());
            x = join(graph, "C3_p" + level, config.channels(level), resized, stage);
        }
        List<Tensor> levels = new ArrayList<>();
        levels.add(output(graph, finest, x));
        for (int level = finest; level < coarsest; level++) {
            Graph scope = graph.scope("bu_conv" + (coarsest - level));
            int channels = config.channels(level);
            Tensor down = units.window(scope, channels, channels, 3, 2).apply(scope, x); // [N, ., H_l+1, W_l+1]
            x = join(graph, "C3_n" + level, config.channels(level + 1), down, reduced.get(level + 1));
            levels.add(output(graph, level + 1, x));
        }
        return new Pyramid(outputs(), levels);
    }

    /** As wide as the level that it is concatenated with. */
    private Tensor reduce(Graph graph, int level, Tensor coarser) {
        int number = config.maxLevel() - 1 - level;
        Graph scope = graph.scope(number == 0 ? "lateral_conv0" : "reduce_conv" + number);
        return units.pointwise(scope, coarser.shape().channels(), config.channels(level))
                .apply(scope, coarser);
    }

    private Tensor join(Graph graph, String name, int out, Tensor first, Tensor second) {
        Graph scope = graph.scope(name);
        Tensor both = scope.apply(new Operation.Concat(1), first, second);
        return new CspLayer(units, both.shape().channels(), out, Factors.bottlenecks(config.depth()), false)
                .declare(scope)
                .apply(scope, both);
    }

    private Tensor output(Graph graph, int level, Tensor x) {
        if (config.outChannels() == 0) {
            return x;
        }
        Graph scope = graph.scope("out_conv").scope("P" + level);
        return units.pointwise(scope, config.channels(level), config.outChannels())
                .apply(scope, x);
    }

    @Override
    public String toString() {
        return "yolo_pan[depth " + config.depth() + ", width " + config.width() + "]";
    }
}
