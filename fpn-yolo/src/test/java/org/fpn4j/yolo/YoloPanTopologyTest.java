package org.fpn4j.yolo;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.topology.NeckFlow;
import org.junit.jupiter.api.Test;

class YoloPanTopologyTest {
    private static NeckFlow flow(double depth) {
        return NeckFlow.of(
                new YoloPan.Config(0, 3, 5, depth, 0.25, false, new Norms.Batch(1e-3, 0.03), Activation.SWISH), 3, 5);
    }

    /** Halves of blocks meet as maps of different levels do: two ways in each of four blocks and in each of their joints. */
    @Test
    void theWayUpPassesTwoDownConvolutionsAndIsLongerTheMoreBottlenecksThereAre() {
        assertThat(flow(0.33).paths("C3", "P5").scaleChanges()).isEqualTo(2);
        assertThat(flow(0.33).paths("C3", "P5").shortest()).isEqualTo(8);
        assertThat(flow(0.33).paths("C3", "P5").longest()).isEqualTo(14);
        assertThat(flow(1).paths("C3", "P5").longest()).isEqualTo(26);
    }

    @Test
    void mapsMeetInFourBlocksEachOfWhichJoinsItsHalves() {
        assertThat(flow(0.33).topology().laterals()).isEqualTo(3);
        assertThat(flow(0.33).topology().joints()).hasSize(8);
        assertThat(flow(0.33).topology().fusedEdges()).isEqualTo(16);
    }
}
