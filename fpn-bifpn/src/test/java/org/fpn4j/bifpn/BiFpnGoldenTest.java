package org.fpn4j.bifpn;

import java.util.List;
import org.fpn4j.bifpn.BiFpn.Fusion;
import org.fpn4j.bifpn.BiFpn.Topology;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.layer.Norms;
import org.fpn4j.core.neck.NeckNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BiFPN against EfficientDet's written down node by node in PyTorch, {@code golden/bifpn/make_golden.py}. */
class BiFpnGoldenTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one_cell_odd,   25, 19, 1, FAST,    true,  false",
        "one_cell_even,  32, 48, 1, FAST,    true,  false",
        "two_cells_odd,  25, 19, 2, FAST,    true,  false",
        "two_cells_even, 32, 48, 2, FAST,    true,  false",
        "softmax,        25, 19, 1, SOFTMAX, true,  false",
        "sum,            25, 19, 1, SUM,     true,  false",
        "dense,          25, 19, 1, FAST,    false, false",
        "redundant_bias, 25, 19, 1, FAST,    true,  true"
    })
    void levelsAreEfficientDets(
            String golden,
            int height,
            int width,
            int repeats,
            Fusion fusion,
            boolean separable,
            boolean redundantBias) {
        BiFpn.Config config = new BiFpn.Config(
                repeats,
                8,
                3,
                7,
                Topology.BIFPN,
                List.of(),
                true,
                fusion,
                1e-4,
                separable,
                PoolPadding.SAME,
                redundantBias,
                new Norms.Batch(1e-3, 0.01),
                Activation.SWISH);

        new NeckNetwork(config, NeckNetwork.stages(3, 6, 10, 12), height, width)
                .assertMatches("bifpn/" + golden + ".json");
    }
}
