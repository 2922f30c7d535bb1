package org.fpn4j.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.Fpn;
import org.junit.jupiter.api.Test;

/** Worked by hand: a lateral is one convolution, an output another, and each map below is made of one sum. */
class FpnTopologyTest {
    private static Fpn.Config fpn(int finest, int coarsest) {
        return new Fpn.Config(16, finest, coarsest, new Norms.None(), Activation.NONE);
    }

    @Test
    void anFpnOfFiveLevelsHasFiveLateralsAndFourSums() {
        NeckFlow flow = NeckFlow.of(fpn(1, 5), 1, 5);

        assertThat(flow.topology().laterals()).isEqualTo(5);
        assertThat(flow.topology().joints()).hasSize(4);
        assertThat(flow.topology().fusedEdges()).isEqualTo(8);
    }

    @Test
    void stationsAreNamedAsTheyAreDeclared() {
        NeckFlow flow = NeckFlow.of(fpn(3, 5), 3, 5);

        assertThat(flow.lines())
                .containsExactly(
                        "lateral.C5 <- C5",
                        "sum <- C4, lateral.C5",
                        "sum_2 <- C3, sum",
                        "output.P4 <- sum",
                        "output.P5 <- lateral.C5");
    }

    @Test
    void everyWayDownIsTwoConvolutionsAndOneWay() {
        PathLengths paths = NeckFlow.of(fpn(2, 5), 2, 5).paths("C5", "P2");

        assertThat(paths).isEqualTo(new PathLengths(BigInteger.ONE, 2, 2, BigInteger.TWO, 3));
        assertThat(paths.mean()).isEqualTo(2);
    }

    @Test
    void nothingLeadsUp() {
        assertThat(NeckFlow.of(fpn(2, 5), 2, 5).paths("C2", "P3")).isNull();
    }

    @Test
    void aNeckOfOneLevelHasNoJoint() {
        NeckFlow flow = NeckFlow.of(fpn(4, 4), 4, 4);

        assertThat(flow.topology().joints()).isEmpty();
        assertThat(flow.topology().laterals()).isEqualTo(1);
        assertThat(flow.paths("C4", "P4").shortest()).isEqualTo(2);
    }
}
