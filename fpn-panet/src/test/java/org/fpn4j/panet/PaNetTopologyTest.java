package org.fpn4j.panet;

import static org.assertj.core.api.Assertions.assertThat;

import org.fpn4j.core.topology.NeckFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaNetTopologyTest {
    private static NeckFlow flow(PaNet.Variant variant) {
        PaNet.Config config = new PaNet.Config();
        return NeckFlow.of(new PaNet.Config(variant, 16, 2, 5, config.norm(), config.activation()), 2, 5);
    }

    @ParameterizedTest
    @CsvSource({"PAPER, 2", "AUTHOR, 2", "MMDET, 1"})
    void aHopUpIsSoManyConvolutions(PaNet.Variant variant, int convolutions) {
        NeckFlow flow = flow(variant);

        assertThat(flow.paths("C2", "P5").shortest() - flow.paths("C2", "P4").shortest())
                .isEqualTo(convolutions);
        assertThat(flow.paths("C2", "P5").scaleChanges()).isEqualTo(3);
    }

    /** Section 3.1 of the paper: fewer than ten layers from the finest features to the coarsest level. */
    @Test
    void theWayUpIsShort() {
        assertThat(flow(PaNet.Variant.PAPER).paths("C2", "P5").longest()).isEqualTo(8);
        assertThat(flow(PaNet.Variant.MMDET).paths("C2", "P5").longest()).isEqualTo(6);
    }

    @Test
    void thePathHasASumForEachLevelButTheFinest() {
        NeckFlow flow = flow(PaNet.Variant.PAPER);

        assertThat(flow.topology().laterals()).isEqualTo(4);
        assertThat(flow.topology().joints()).hasSize(6);
        assertThat(flow.topology().fusedEdges()).isEqualTo(12);
    }
}
