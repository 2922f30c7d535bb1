package org.fpn4j.bifpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTopologyTest {
    private static List<String> written(FusionTopology topology) {
        return topology.nodes().stream().map(FusionNode::toString).toList();
    }

    private static FusionTopology of(int finest, int coarsest, String... nodes) {
        return new FusionTopology(
                finest, coarsest, List.of(nodes).stream().map(FusionNode::parse).toList());
    }

    @Test
    void bifpnOnP3ToP7HasEightNodes() {
        FusionTopology topology = FusionTopology.bifpn(3, 7, true);

        assertThat(written(topology))
                .containsExactly(
                        "P6.td <- P6.in, P7.in",
                        "P5.td <- P5.in, P6.td",
                        "P4.td <- P4.in, P5.td",
                        "P3.out <- P3.in, P4.td",
                        "P4.out <- P4.in, P4.td, P3.out",
                        "P5.out <- P5.in, P5.td, P4.out",
                        "P6.out <- P6.in, P6.td, P5.out",
                        "P7.out <- P7.in, P6.out");
    }

    @Test
    void bifpnOnP3ToP7HasNineteenEdges() {
        assertThat(FusionTopology.bifpn(3, 7, true).nodes().stream()
                        .mapToInt(node -> node.inputs().size())
                        .sum())
                .isEqualTo(4 * 2 + 3 * 3 + 1 * 2);
    }

    @Test
    void nasFpnHasSevenNodesOfWhichThreeAreOnTheSecondLevel() {
        assertThat(written(FusionTopology.nasFpn(3, 7)))
                .containsExactly(
                        "P4.gp <- gp(P6.in, P4.in)",
                        "P4.sum <- P4.gp, P4.in",
                        "P3.out <- P4.sum, P3.in",
                        "P4.out <- P3.out, P4.sum",
                        "P5.out <- P5.in, gp(P4.out, P3.out)",
                        "P7.out <- P7.in, gp(P5.out, P4.sum)",
                        "P6.out <- gp(P7.out, P5.out)");
        assertThatThrownBy(() -> FusionTopology.nasFpn(3, 8)).hasMessage("NAS-FPN has five levels, got P3-P8");
    }

    @Test
    void aFullyConnectedFpnTakesEveryLevelEverywhere() {
        assertThat(written(FusionTopology.fullyConnected(3, 5)))
                .containsExactly(
                        "P3.out <- P3.in, P4.in, P5.in",
                        "P4.out <- P3.in, P4.in, P5.in",
                        "P5.out <- P3.in, P4.in, P5.in");
    }

    @Test
    void whatIsWrittenOfAttentionIsRead() {
        FusionNode node = FusionNode.parse(" P5.out<-gp( P4.out ,P3.out ), P5.in ");

        assertThat(node.inputs()).containsExactly("gp( P4.out ,P3.out )", "P5.in");
        assertThat(node.maps()).containsExactly("P4.out", "P3.out", "P5.in");
        assertThatThrownBy(() -> of(3, 4, "P3.out <- gp(P4.in, P9.in)")).hasMessageContaining("takes [P9.in]");
        assertThatThrownBy(() -> FusionNode.parse("P3.out <- gp(P4.in)")).hasMessageContaining("must be written like");
    }

    @Test
    void bifpnOnP2ToP7HasTenNodes() {
        assertThat(written(FusionTopology.bifpn(2, 7, true)))
                .containsExactly(
                        "P6.td <- P6.in, P7.in",
                        "P5.td <- P5.in, P6.td",
                        "P4.td <- P4.in, P5.td",
                        "P3.td <- P3.in, P4.td",
                        "P2.out <- P2.in, P3.td",
                        "P3.out <- P3.in, P3.td, P2.out",
                        "P4.out <- P4.in, P4.td, P3.out",
                        "P5.out <- P5.in, P5.td, P4.out",
                        "P6.out <- P6.in, P6.td, P5.out",
                        "P7.out <- P7.in, P6.out");
    }

    @Test
    void withoutInputSkipsAllNodesFuseTwoMaps() {
        assertThat(written(FusionTopology.bifpn(3, 6, false)))
                .containsExactly(
                        "P5.td <- P5.in, P6.in",
                        "P4.td <- P4.in, P5.td",
                        "P3.out <- P3.in, P4.td",
                        "P4.out <- P4.td, P3.out",
                        "P5.out <- P5.td, P4.out",
                        "P6.out <- P6.in, P5.out");
    }

    @Test
    void bifpnOfTwoLevelsHasNoIntermediateNode() {
        assertThat(written(FusionTopology.bifpn(3, 4, true)))
                .containsExactly("P3.out <- P3.in, P4.in", "P4.out <- P4.in, P3.out");
    }

    @Test
    void topDownOnlyLeavesTheCoarsestLevelAlone() {
        FusionTopology topology = FusionTopology.topDownOnly(3, 7);

        assertThat(written(topology))
                .containsExactly(
                        "P6.out <- P6.in, P7.in",
                        "P5.out <- P5.in, P6.out",
                        "P4.out <- P4.in, P5.out",
                        "P3.out <- P3.in, P4.out");
        assertThat(topology.output(7)).isEqualTo("P7.in");
        assertThat(topology.output(6)).isEqualTo("P6.out");
    }

    @Test
    void topDownBottomUpStartsFromTheFinestTopDownNode() {
        FusionTopology topology = FusionTopology.topDownBottomUp(3, 7);

        assertThat(written(topology))
                .containsExactly(
                        "P6.td <- P6.in, P7.in",
                        "P5.td <- P5.in, P6.td",
                        "P4.td <- P4.in, P5.td",
                        "P3.td <- P3.in, P4.td",
                        "P4.out <- P4.td, P3.td",
                        "P5.out <- P5.td, P4.out",
                        "P6.out <- P6.td, P5.out",
                        "P7.out <- P7.in, P6.out");
        assertThat(topology.output(3)).isEqualTo("P3.td");
        assertThat(topology.output(7)).isEqualTo("P7.out");
    }

    @Test
    void aLevelIsKnownByTheNameOfItsInputOrNode() {
        FusionTopology topology = of(3, 12, "P10.mid <- P10.in, P12.in", "P3.out <- P3.in, P10.mid");

        assertThat(topology.level("P10.mid")).isEqualTo(10);
        assertThat(topology.level("P12.in")).isEqualTo(12);
        assertThat(topology.output(10)).isEqualTo("P10.mid");
        assertThat(topology.output(4)).isEqualTo("P4.in");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (FusionNode node : FusionTopology.bifpn(3, 7, true).nodes()) {
            assertThat(FusionNode.parse(node.toString())).isEqualTo(node);
        }
        assertThat(FusionNode.parse("  P4.td<-P4.in ,P5.td  "))
                .isEqualTo(new FusionNode("P4.td", 4, List.of("P4.in", "P5.td")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P4.td",
                "P4.td <-",
                "P4.td -> P4.in, P5.in",
                "P4 <- P4.in, P5.in",
                "4.td <- P4.in, P5.in",
                "P4.td <- P4.in P5.in",
                "P4.td <- P4.in, P5.in,",
                "P4.td <- P4.in, in",
                "P4.t-d <- P4.in, P5.in"
            })
    void refusesOtherWritings(String text) {
        assertThatThrownBy(() -> FusionNode.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[" + text
                        + "] must be written like [P4.td <- P4.in, P5.td]: a name, an arrow, its inputs");
    }

    @Test
    void refusesALevelBeyondAllNumbers() {
        String text = "P99999999999.td <- P4.in, P5.in";

        assertThatThrownBy(() -> FusionNode.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[" + text
                        + "] must be written like [P4.td <- P4.in, P5.td]: a name, an arrow, its inputs");
    }

    @Test
    void refusesANodeOutsideTheLevels() {
        assertThatThrownBy(() -> of(3, 5, "P6.td <- P4.in, P5.in"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[P6.td <- P4.in, P5.in] is outside levels P3-P5");
    }

    @Test
    void refusesANodeOfOneInput() {
        assertThatThrownBy(() -> of(3, 5, "P4.td <- P4.in"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[P4.td <- P4.in] needs two inputs or more to fuse");
    }

    @Test
    void refusesAnInputThatComesLater() {
        assertThatThrownBy(() -> of(3, 5, "P3.out <- P3.in, P4.td", "P4.td <- P4.in, P5.in"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[P3.out <- P3.in, P4.td] takes [P4.td], which is not one of [P3.in, P4.in, P5.in]");
    }

    @Test
    void refusesANodeThatFeedsItself() {
        assertThatThrownBy(() -> of(3, 5, "P4.td <- P4.in, P4.td"))
                .hasMessage("node[P4.td <- P4.in, P4.td] takes [P4.td], which is not one of [P3.in, P4.in, P5.in]");
    }

    @Test
    void refusesANameTwice() {
        assertThatThrownBy(() -> of(3, 5, "P4.td <- P4.in, P5.in", "P4.td <- P4.in, P3.in"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node[P4.td <- P4.in, P3.in] has a name that is already taken");
    }

    @Test
    void refusesTheNameOfAnInput() {
        assertThatThrownBy(() -> of(3, 5, "P4.in <- P4.in, P5.in"))
                .hasMessage("node[P4.in <- P4.in, P5.in] has a name that is already taken");
    }
}
