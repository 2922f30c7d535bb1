package org.fpn4j.bifpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.bifpn.BiFpn.Fusion;
import org.fpn4j.bifpn.BiFpn.Topology;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.core.golden.GoldenValues;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.NeckNetwork;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiFpnTest {
    private static final PyramidSpec STAGES = NeckNetwork.stages(3, 6, 10, 12);

    private static BiFpn.Config config(
            int repeats, int channels, int maxLevel, List<String> nodes, boolean inputSkips, boolean redundantBias) {
        return new BiFpn.Config(
                repeats,
                channels,
                3,
                maxLevel,
                Topology.BIFPN,
                nodes,
                inputSkips,
                Fusion.FAST,
                1e-4,
                true,
                PoolPadding.SAME,
                redundantBias,
                new Norms.Batch(1e-3, 0.01),
                Activation.SWISH);
    }

    private static BiFpn.Config of(Topology topology, Fusion fusion, NormConfig norm) {
        return new BiFpn.Config(
                1,
                8,
                3,
                5,
                topology,
                List.of(),
                true,
                fusion,
                1e-4,
                true,
                PoolPadding.SAME,
                false,
                norm,
                Activation.SWISH);
    }

    @ParameterizedTest
    @CsvSource({"3, 3871801, 6.990", "6, 5512306, 10.376"})
    void hasThePublishedCostOnResNet50(int repeats, long parameters, double gigaMacs) {
        BiFpn.Config config = new BiFpn.Config(repeats, 256, 3, 7);

        CostGraph cost = new NeckNetwork(config, NeckNetwork.resNet50(3), 100, 100).cost();

        assertThat(cost.parameterCount("")).isEqualTo(parameters);
        assertThat(cost.macs("") / 1e9).isCloseTo(gigaMacs, within(0.0005)); // as many digits as are known
    }

    /** EfficientDet D0-D2: the backbone's taps, width and cells of the paper's table 1. */
    @ParameterizedTest
    @CsvSource({"40, 112, 320, 64, 3, 196281", "40, 112, 320, 88, 4, 390972", "48, 120, 352, 112, 5, 708159"})
    void hasEfficientDetsParameters(int c3, int c4, int c5, int channels, int repeats, long parameters) {
        BiFpn.Config config = config(repeats, channels, 7, List.of(), true, true);

        CostGraph cost = new NeckNetwork(config, NeckNetwork.stages(3, c3, c4, c5), 64, 64).cost();

        assertThat(cost.parameterCount("")).isEqualTo(parameters);
    }

    @Test
    void theRedundantBiasIsOneVectorPerConvolutionBeforeANorm() {
        PyramidSpec stages = NeckNetwork.stages(3, 40, 112, 320);
        long with = new NeckNetwork(config(3, 64, 7, List.of(), true, true), stages, 64, 64)
                .cost()
                .parameterCount("");
        long without = new NeckNetwork(config(3, 64, 7, List.of(), true, false), stages, 64, 64)
                .cost()
                .parameterCount("");

        assertThat(with - without).isEqualTo(64 * (3 * 8 + 6)); // 24 nodes, 6 projections
    }

    @Test
    void onlyTheFirstCellProjects() {
        List<String> projections = parameters(new BiFpn.Config(2, 8, 3, 7)).stream()
                .map(Parameter::name)
                .filter(name -> name.endsWith(".weight") && !name.contains("norm") && !name.contains("wise"))
                .toList();

        assertThat(projections)
                .containsExactly(
                        "input.P6.weight",
                        "cell0.P5_td.P5_in.weight",
                        "cell0.P4_td.P4_in.weight",
                        "cell0.P3_out.P3_in.weight",
                        "cell0.P4_out.P4_in.weight",
                        "cell0.P5_out.P5_in.weight");
    }

    @Test
    void theSpecNamesLevelsAboveTheBackbone() {
        BiFpn neck = new BiFpn.Config(1, 8, 4, 7).create(STAGES);

        assertThat(neck.outputs()).isEqualTo(PyramidSpec.uniform("P", 4, 7, 8));
        assertThat(neck.topology()).isEqualTo(FusionTopology.bifpn(4, 7, true));
    }

    @Test
    void writtenNodesReplaceTheTopology() {
        List<String> written = FusionTopology.bifpn(3, 6, false).nodes().stream()
                .map(FusionNode::toString)
                .toList();
        NeckNetwork byNodes = network(config(2, 8, 6, written, true, false));
        NeckNetwork byTopology = network(config(2, 8, 6, List.of(), false, false));

        assertThat(byNodes.parameters()).isEqualTo(byTopology.parameters());
        Weights weights = GoldenValues.weights(byNodes.parameters());
        Map<String, float[]> expected = byTopology.run(1, weights, byTopology.inputs(1, 1));
        byNodes.run(1, weights, byNodes.inputs(1, 1))
                .forEach((name, values) -> assertThat(values).isEqualTo(expected.get(name)));
    }

    @Test
    void writtenNodesMaySkipLevels() {
        NeckNetwork network =
                network(config(1, 8, 5, List.of("P5.x <- P3.in, P5.in", "P3.y <- P3.in, P5.x"), true, false));

        Map<String, float[]> output = network.run(1, GoldenValues.weights(network.parameters()), network.inputs(1, 1));

        assertThat(output.get("P3")).hasSize(8 * 25 * 19);
        assertThat(output.get("P4")).hasSize(8 * 13 * 10); // projected and passed on
        assertThat(output.get("P5")).hasSize(8 * 7 * 5);
    }

    @Test
    void fastAndSoftmaxFusionAgreeOnEqualWeights() {
        // initial weights are all 1, so both are means, up to the epsilon of 1e-4 in 2
        float[] fast = initial(Fusion.FAST, Topology.BIFPN).get("P3");
        float[] softmax = initial(Fusion.SOFTMAX, Topology.BIFPN).get("P3");

        assertThat(fast).isNotEqualTo(softmax);
        for (int i = 0; i < fast.length; i++) {
            assertThat(fast[i]).isCloseTo(softmax[i], within(1e-3f));
        }
    }

    @Test
    void aFusionWeightBelowZeroSwitchesItsInputOff() {
        NeckNetwork network = network(of(Topology.TOP_DOWN, Fusion.FAST, new Norms.None()));
        Map<String, NamedTensor> tensors =
                new LinkedHashMap<>(GoldenValues.weights(network.parameters()).tensors());
        String name = "cell0.P4_out.fusion";
        tensors.put(name, new NamedTensor(tensors.get(name).shape(), new float[] {1, -1}));
        Map<String, float[]> inputs = network.inputs(1, 1);
        Map<String, float[]> disturbed = new LinkedHashMap<>(inputs);
        disturbed.put("C5", NeckNetwork.normal(77, inputs.get("C5").length));

        Map<String, float[]> before = network.run(1, new Weights(tensors), inputs);
        Map<String, float[]> after = network.run(1, new Weights(tensors), disturbed);

        assertThat(after.get("P4")).isEqualTo(before.get("P4"));
        assertThat(after.get("P5")).isNotEqualTo(before.get("P5"));
    }

    @Test
    void topDownLetsNothingUp() {
        NeckNetwork network = network(of(Topology.TOP_DOWN, Fusion.SUM, new Norms.None()));
        NeckNetwork both = network(of(Topology.TOP_DOWN_BOTTOM_UP, Fusion.SUM, new Norms.None()));

        assertThat(levelsThatMoveWithC3(network)).containsExactly("P3");
        assertThat(levelsThatMoveWithC3(both)).containsExactly("P3", "P4", "P5");
    }

    @Test
    void refusesSizesThatMakeNoCell() {
        assertThatThrownBy(() -> new BiFpn.Config(0, 0, 5, 5))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("repeats[0] must be between 1 and 100; outChannels[0] must be between 1 and 8192; "
                        + "maxLevel[5] must be > min_level, or nothing can fuse");
    }

    @Test
    void refusesAnEpsilonThatCannotKeepTheDivisorFromZero() {
        assertThatThrownBy(() -> new BiFpn.Config(
                        1,
                        8,
                        3,
                        5,
                        Topology.BIFPN,
                        List.of(),
                        true,
                        Fusion.FAST,
                        0,
                        true,
                        PoolPadding.SAME,
                        false,
                        new Norms.None(),
                        Activation.SWISH))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("fusionEpsilon[0] must be > 0 and <= 1");
    }

    @Test
    void refusesInputSkipsOfOtherTopologies() {
        assertThatThrownBy(() -> config(1, 8, 5, List.of("P3.out <- P3.in, P4.in"), false, false))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("inputSkips[false] can be false with topology[bifpn] only; other topologies have no such "
                        + "edges");
    }

    @Test
    void refusesNodesThatMakeNoTopology() {
        assertThatThrownBy(() -> config(1, 8, 5, List.of("P3.out <- P3.in, P8.in"), true, false))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("nodes[1 nodes] must make a topology: node[P3.out <- P3.in, P8.in] takes [P8.in], which is "
                        + "not one of [P3.in, P4.in, P5.in]");
        assertThatThrownBy(() -> config(1, 8, 5, List.of("P3.out = P3.in"), true, false))
                .hasMessage("nodes[1 nodes] must make a topology: node[P3.out = P3.in] must be written like "
                        + "[P4.td <- P4.in, P5.td]: a name, an arrow, its inputs");
    }

    @Test
    void refusesAFinestLevelAboveTheBackbone() {
        assertThatThrownBy(() -> new BiFpn.Config(1, 8, 6, 7).create(STAGES))
                .isInstanceOf(InvalidFieldsException.class)
                .hasMessage("minLevel[6] must be one of the backbone's levels [C3, C4, C5]");
    }

    private static List<String> levelsThatMoveWithC3(NeckNetwork network) {
        Weights weights = GoldenValues.weights(network.parameters());
        Map<String, float[]> inputs = network.inputs(1, 1);
        Map<String, float[]> disturbed = new LinkedHashMap<>(inputs);
        disturbed.put("C3", NeckNetwork.normal(77, inputs.get("C3").length));
        Map<String, float[]> before = network.run(1, weights, inputs);
        Map<String, float[]> after = network.run(1, weights, disturbed);
        List<String> moved = new ArrayList<>();
        before.forEach((name, values) -> {
            if (!Arrays.equals(values, after.get(name))) {
                moved.add(name);
            }
        });
        return moved;
    }

    private static Map<String, float[]> initial(Fusion fusion, Topology topology) {
        NeckNetwork network = network(of(topology, fusion, new Norms.None()));
        return network.run(1, Weights.initial(network.parameters(), 1), network.inputs(1, 1));
    }

    private static NeckNetwork network(BiFpn.Config config) {
        return new NeckNetwork(config, STAGES, 25, 19);
    }

    private static List<Parameter> parameters(BiFpn.Config config) {
        return network(config).parameters();
    }
}
