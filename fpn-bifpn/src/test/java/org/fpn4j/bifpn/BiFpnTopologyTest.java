package org.fpn4j.bifpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.fpn4j.bifpn.BiFpn.Config;
import org.fpn4j.core.topology.NeckFlow;
import org.fpn4j.core.topology.PathLengths;
import org.junit.jupiter.api.Test;

class BiFpnTopologyTest {
    @Test
    void aLayerOfFiveLevelsHasEightNodesAndNineteenEdges() {
        NeckFlow flow = NeckFlow.of(new Config(1, 16, 3, 7), 3, 5);

        assertThat(flow.topology().joints()).hasSize(8);
        assertThat(flow.topology().fusedEdges()).isEqualTo(19);
    }

    @Test
    void layersMultiply() {
        NeckFlow flow = NeckFlow.of(new Config(3, 16, 3, 7), 3, 5);

        assertThat(flow.topology().joints()).hasSize(24);
        assertThat(flow.topology().fusedEdges()).isEqualTo(57);
    }

    @Test
    void nodesAreThoseOfTheTopologyWithTheirWeights() {
        NeckFlow flow = NeckFlow.of(new Config(1, 16, 3, 5), 3, 5);

        assertThat(flow.lines())
                .containsExactly(
                        "cell0.P4_td <- C4, C5",
                        "cell0.P3_out <- C3, cell0.P4_td",
                        "cell0.P4_out <- C4, cell0.P4_td, cell0.P3_out",
                        "cell0.P5_out <- C5, cell0.P4_out");
        assertThat(flow.topology().joints().get(2).incoming())
                .allSatisfy(edge -> assertThat(edge.parameter()).isEqualTo("neck.cell0.P4_out.fusion"));
    }

    @Test
    void plainSumsHaveTheSameEdgesWithoutWeights() {
        NeckFlow flow = NeckFlow.of(new Config(1, 16, 3, 7).withFusion(BiFpn.Fusion.SUM), 3, 5);

        assertThat(flow.topology().fusedEdges()).isEqualTo(19);
        assertThat(flow.topology().joints().get(0).incoming().get(0).parameter())
                .isEmpty();
    }

    /**
     * C3 is projected (1) and leaves its node by a depthwise and a pointwise convolution (2): 3 to P3; up to P5 by
     * P4.out and P5.out, 2 more each. C4 reaches P4.out by itself, by P4.td, and by P4.td and P3.out.
     */
    @Test
    void waysAreCountedInConvolutions() {
        NeckFlow flow = NeckFlow.of(new Config(1, 16, 3, 5), 3, 5);

        assertThat(flow.paths("C3", "P3")).isEqualTo(new PathLengths(BigInteger.ONE, 3, 3, BigInteger.valueOf(3), 0));
        assertThat(flow.paths("C3", "P5").shortest()).isEqualTo(7);
        assertThat(flow.paths("C4", "P4"))
                .isEqualTo(new PathLengths(BigInteger.valueOf(3), 3, 7, BigInteger.valueOf(3 + 5 + 7), 0));
    }
}
