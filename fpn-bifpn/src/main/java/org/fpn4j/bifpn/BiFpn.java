package org.fpn4j.bifpn;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.layer.Conv2d;
import org.fpn4j.core.layer.Layer;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.layer.SeparableConv2d;
import org.fpn4j.core.neck.LevelRange;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;

/**
 * The weighted bidirectional feature pyramid network (Tan et al., EfficientDet: Scalable and Efficient Object Detection,
 * arXiv:1911.09070v7, section 3), in EfficientDet's exact structure: cells of {@link FusionTopology nodes}; each node
 * brings its inputs to its level, fuses them by learned weights, and applies activation, convolution, norm, in that order.
 *
 * <p>Every node owns its resamplings. The first cell therefore projects a stage once for each node that takes it: with
 * stages C3-C5 in, C4 and C5 twice and C3 once. Levels above the backbone's coarsest stage are made of it by one
 * projection and then max pooling.
 *
 * <p>Differs from the paper's text: the activation stands before the convolution, and there is none after the norm, as in
 * EfficientDet's own code; no known differences from that code. A fusion weight that training drives to 0 or below gets
 * no gradient any more (fast fusion rectifies it), here as there.
 */
public final class BiFpn implements NeckBlock {
    /** How the inputs of a node are fused. */
    public enum Fusion {
        /** {@code sum_i relu(w_i) x_i / (sum_j relu(w_j) + epsilon)}. */
        FAST,
        /** {@code sum_i softmax(w)_i x_i}. */
        SOFTMAX,
        /** {@code sum_i x_i}, without weights. */
        SUM
    }

    /** Which list of nodes a cell has. */
    public enum Topology {
        BIFPN,
        TOP_DOWN,
        TOP_DOWN_BOTTOM_UP,
        NAS_FPN,
        FULLY_CONNECTED
    }

    /**
     * Makes a BiFPN.
     *
     * @param repeats number of cells
     * @param outChannels channels of every level
     * @param minLevel finest level, one of the backbone's
     * @param maxLevel coarsest level; may lie above the backbone's
     * @param topology the cells' nodes
     * @param nodes the cells' nodes in writing, {@code P4.td <- P4.in, P5.td}; replaces {@code topology} where not empty
     * @param inputSkips an intermediate level's output also fuses its own input (topology {@code bifpn})
     * @param fusion of a node's inputs
     * @param fusionEpsilon of fast fusion
     * @param separable depthwise 3x3 then pointwise 1x1 in a node, instead of a dense 3x3
     * @param poolPadding of the max pooling that makes maps smaller
     * @param redundantBias keeps the bias of convolutions in front of a norm
     * @param norm after every convolution
     * @param activation before a node's convolution
     */
    @JsonTypeName("bifpn")
    @AutoService(NeckConfig.class)
    public record Config(
            @Range(min = 1, max = 100) int repeats,
            @Range(min = 1, max = 8192) int outChannels,
            @Range(min = 0, max = 13) int minLevel,
            @Range(min = 0, max = 13) int maxLevel,
            Topology topology,
            @Count(max = 1000) List<String> nodes,
            boolean inputSkips,
            Fusion fusion,
            @Range(min = 0, max = 1, aboveMin = true) double fusionEpsilon,
            boolean separable,
            PoolPadding poolPadding,
            boolean redundantBias,
            NormConfig norm,
            Activation activation)
            implements NeckConfig {
        /** The defaults. */
        public Config() {
            this(3, 256, 3, 7);
        }

        /** EfficientDet's structure with these sizes. */
        public Config(int repeats, int outChannels, int minLevel, int maxLevel) {
            this(
                    repeats,
                    outChannels,
                    minLevel,
                    maxLevel,
                    Topology.BIFPN,
                    List.of(),
                    true,
                    Fusion.FAST,
                    1e-4,
                    true,
                    PoolPadding.SAME,
                    false,
                    new Norms.Batch(1e-3, 0.01),
                    Activation.SWISH);
        }

        public Config {
            nodes = List.copyOf(nodes);
            String unfit = nodes.isEmpty() || maxLevel <= minLevel ? "" : problem(minLevel, maxLevel, nodes);
            FieldChecks.of(Config.class)
                    .bounds("repeats", repeats)
                    .bounds("outChannels", outChannels)
                    .bounds("minLevel", minLevel)
                    .bounds("maxLevel", maxLevel)
                    .bounds("nodes", nodes)
                    .require(maxLevel > minLevel, "maxLevel", maxLevel, "must be > min_level, or nothing can fuse")
                    .require(
                            inputSkips || (topology == Topology.BIFPN && nodes.isEmpty()),
                            "inputSkips",
                            inputSkips,
                            "can be false with topology[bifpn] only; other topologies have no such edges")
                    .require(
                            topology != Topology.NAS_FPN || !nodes.isEmpty() || maxLevel == minLevel + 4,
                            "topology",
                            "nas_fpn",
                            "is of five levels, but min_level[" + minLevel + "] and max_level[" + maxLevel + "] make "
                                    + (maxLevel - minLevel + 1))
                    .bounds("fusionEpsilon", fusionEpsilon)
                    .require(unfit.isEmpty(), "nodes", nodes.size() + " nodes", unfit)
                    .done();
        }

        private static String problem(int finest, int coarsest, List<String> nodes) {
            try {
                FusionTopology topology = custom(finest, coarsest, nodes);
                return topology.nodes().isEmpty() ? "must not be empty" : "";
            } catch (IllegalArgumentException e) {
                return "must make a topology: " + e.getMessage();
            }
        }

        private static FusionTopology custom(int finest, int coarsest, List<String> nodes) {
            return new FusionTopology(
                    finest, coarsest, nodes.stream().map(FusionNode::parse).toList());
        }

        private FusionTopology fusionTopology() {
            if (!nodes.isEmpty()) {
                return custom(minLevel, maxLevel, nodes);
            }
            return switch (topology) {
                case BIFPN -> FusionTopology.bifpn(minLevel, maxLevel, inputSkips);
                case TOP_DOWN -> FusionTopology.topDownOnly(minLevel, maxLevel);
                case TOP_DOWN_BOTTOM_UP -> FusionTopology.topDownBottomUp(minLevel, maxLevel);
                case NAS_FPN -> FusionTopology.nasFpn(minLevel, maxLevel);
                case FULLY_CONNECTED -> FusionTopology.fullyConnected(minLevel, maxLevel);
            };
        }

        @Override
        public BiFpn create(PyramidSpec inputs) {
            int top = Math.min(maxLevel, inputs.coarsest().level());
            return new BiFpn(this, LevelRange.of(inputs, minLevel, top));
        }

        /** The same with another {@code repeats}. */
        public Config withRepeats(int repeats) {
            return RecordCopy.with(this, "repeats", repeats);
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

        /** The same with another {@code topology}. */
        public Config withTopology(Topology topology) {
            return RecordCopy.with(this, "topology", topology);
        }

        /** The same with another {@code nodes}. */
        public Config withNodes(List<String> nodes) {
            return RecordCopy.with(this, "nodes", nodes);
        }

        /** The same with another {@code inputSkips}. */
        public Config withInputSkips(boolean inputSkips) {
            return RecordCopy.with(this, "inputSkips", inputSkips);
        }

        /** The same with another {@code fusion}. */
        public Config withFusion(Fusion fusion) {
            return RecordCopy.with(this, "fusion", fusion);
        }

        /** The same with another {@code fusionEpsilon}. */
        public Config withFusionEpsilon(double fusionEpsilon) {
            return RecordCopy.with(this, "fusionEpsilon", fusionEpsilon);
        }

        /** The same with another {@code separable}. */
        public Config withSeparable(boolean separable) {
            return RecordCopy.with(this, "separable", separable);
        }

        /** The same with another {@code poolPadding}. */
        public Config withPoolPadding(PoolPadding poolPadding) {
            return RecordCopy.with(this, "poolPadding", poolPadding);
        }

        /** The same with another {@code redundantBias}. */
        public Config withRedundantBias(boolean redundantBias) {
            return RecordCopy.with(this, "redundantBias", redundantBias);
        }

        /** The same with another {@code norm}. */
        public Config withNorm(NormConfig norm) {
            return RecordCopy.with(this, "norm", norm);
        }

        /** The same with another {@code activation}. */
        public Config withActivation(Activation activation) {
            return RecordCopy.with(this, "activation", activation);
        }
    }

    private final Config config;
    private final PyramidSpec inputs;
    private final FusionTopology topology;
    private final NodeResampling resampling;

    private BiFpn(Config config, PyramidSpec inputs) {
        this.config = config;
        this.inputs = inputs;
        this.topology = config.fusionTopology();
        this.resampling =
                new NodeResampling(config.outChannels(), config.norm(), config.redundantBias(), config.poolPadding());
    }

    @Override
    public PyramidSpec outputs() {
        return PyramidSpec.uniform("P", config.minLevel(), config.maxLevel(), config.outChannels());
    }

    /** The cells' nodes. */
    public FusionTopology topology() {
        return topology;
    }

    @Override
    public Pyramid build(Graph graph, Pyramid features) {
        List<Tensor> levels = inputLevels(graph, LevelRange.of(features, inputs));
        for (int cell = 0; cell < config.repeats(); cell++) {
            levels = cell(graph.scope("cell" + cell), levels);
        }
        return new Pyramid(outputs(), levels);
    }

    /** The stages as they are, and above them projection and max pooling, once for all cells. */
    private List<Tensor> inputLevels(Graph graph, Pyramid features) {
        List<Tensor> levels = new ArrayList<>(features.tensors()); // [N, C_l, H_l, W_l]
        for (int level = inputs.coarsest().level() + 1; level <= config.maxLevel(); level++) {
            Graph scope = graph.scope("input").scope("P" + level);
            Tensor projected = resampling.project(scope, levels.get(levels.size() - 1));
            levels.add(resampling.down(scope, projected)); // [N, out, H_l, W_l]
        }
        return levels;
    }

    private List<Tensor> cell(Graph graph, List<Tensor> levels) {
        Map<String, Tensor> maps = new LinkedHashMap<>();
        for (int i = 0; i < levels.size(); i++) {
            maps.put(FusionTopology.in(config.minLevel() + i), levels.get(i));
        }
        for (FusionNode node : topology.nodes()) {
            maps.put(node.name(), node(graph.scope(node.name().replace('.', '_')), node, maps, levels));
        }
        List<Tensor> outputs = new ArrayList<>();
        for (int level = config.minLevel(); level <= config.maxLevel(); level++) {
            Tensor output = maps.get(topology.output(level));
            outputs.add(resampling.project(graph.scope("P" + level + "_pass"), output));
        }
        return outputs;
    }

    private Tensor node(Graph scope, FusionNode node, Map<String, Tensor> maps, List<Tensor> levels) {
        Shape size = levels.get(node.level() - config.minLevel()).shape();
        List<Tensor> resized = new ArrayList<>();
        for (String text : node.inputs()) {
            FusionInput input = FusionInput.parse(text);
            Tensor map = brought(scope, input.map(), node, maps, size);
            resized.add(
                    input.other().isEmpty()
                            ? map
                            : attended(scope, map, brought(scope, input.other(), node, maps, size)));
        }
        Tensor fused = resized.size() == 1 ? resized.get(0) : fuse(scope, resized);
        return convolution(scope).apply(scope, scope.activate(config.activation(), fused)); // [N, out, H_l, W_l]
    }

    /** A map with the node's channels and size. */
    private Tensor brought(Graph scope, String map, FusionNode node, Map<String, Tensor> maps, Shape size) {
        Graph edge = scope.scope(map.replace('.', '_'));
        Tensor projected = resampling.project(edge, maps.get(map));
        return resampling.resize(edge, projected, topology.level(map), node.level(), size.height(), size.width());
    }

    /** {@code other + sigmoid(mean(other)) * map}, the mean of each channel. */
    private static Tensor attended(Graph scope, Tensor map, Tensor other) {
        Tensor gate = scope.activate(
                Activation.SIGMOID, scope.apply(new Operation.GlobalAveragePool(), other)); // [N, out, 1, 1]
        return scope.add(other, scope.apply(new Operation.ScaleChannels(), map, gate));
    }

    private Tensor fuse(Graph scope, List<Tensor> maps) {
        if (config.fusion() == Fusion.SUM) {
            return scope.add(maps.toArray(new Tensor[0]));
        }
        Operation.WeightedFusion.Mode mode = config.fusion() == Fusion.FAST
                ? Operation.WeightedFusion.Mode.FAST
                : Operation.WeightedFusion.Mode.SOFTMAX;
        List<Tensor> inputsAndWeights = new ArrayList<>(maps);
        inputsAndWeights.add(scope.parameter(
                "fusion", Shape.of(maps.size()), new Initializer.Constant(1), Parameter.Role.FUSION, true));
        return scope.apply(new Operation.WeightedFusion(mode, config.fusionEpsilon()), inputsAndWeights);
    }

    private Layer convolution(Graph scope) {
        int channels = config.outChannels();
        boolean bias = config.redundantBias() || config.norm().convolutionBias();
        Initializer xavier = new Initializer.Uniform(6, Initializer.Fan.SUM);
        Layer norm = config.norm().declare(scope.scope("norm"), channels);
        if (!config.separable()) {
            Conv2d dense = Conv2d.of(channels, channels, 3).bias(bias).weights(xavier);
            return dense.declare(scope.scope("conv")).then(norm);
        }
        return new SeparableConv2d(channels, channels, 3, bias, xavier, 0)
                .declare(scope)
                .then(norm);
    }
}
