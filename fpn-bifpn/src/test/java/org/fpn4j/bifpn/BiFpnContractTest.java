package org.fpn4j.bifpn;

import java.util.List;
import org.fpn4j.bifpn.BiFpn.Fusion;
import org.fpn4j.bifpn.BiFpn.Topology;
import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckContractTest;
import org.junit.jupiter.api.Nested;

/** Every variant of BiFPN is a neck like any other. */
class BiFpnContractTest {
    private static final long SEPARABLE = 8 * 9 + 8 * 8 + 8;
    private static final long DENSE = 8 * 8 * 9 + 8;
    private static final long FROM_C3 = 6 * 8 + 8;
    private static final long FROM_C4 = 10 * 8 + 8;
    private static final long FROM_C5 = 12 * 8 + 8;

    private abstract static class Contract extends NeckContractTest {
        int levelsAbove() {
            return 0;
        }

        int repeats() {
            return 1;
        }

        Topology topology() {
            return Topology.BIFPN;
        }

        List<String> nodes() {
            return List.of();
        }

        boolean inputSkips() {
            return true;
        }

        Fusion fusion() {
            return Fusion.FAST;
        }

        boolean separable() {
            return true;
        }

        boolean redundantBias() {
            return false;
        }

        @Override
        protected boolean keepsBias(Parameter parameter) {
            return redundantBias();
        }

        @Override
        protected boolean makesLevelsAboveTheBackbone() {
            return true;
        }

        @Override
        protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
            return new BiFpn.Config(
                    repeats(),
                    CHANNELS,
                    minLevel,
                    maxLevel + levelsAbove(),
                    topology(),
                    nodes(),
                    inputSkips(),
                    fusion(),
                    1e-4,
                    separable(),
                    PoolPadding.SAME,
                    redundantBias(),
                    norm,
                    Activation.SWISH);
        }
    }

    /** P3-P5, one cell: C4 is projected for P4.td and P4.out, C5 for P4.td and P5.out. */
    @Nested
    class OneCell extends Contract {
        @Override
        protected long expectedParameters() {
            return FROM_C3 + 2 * FROM_C4 + 2 * FROM_C5 + 4 * SEPARABLE + (2 + 2 + 3 + 2);
        }
    }

    /** P3-P7, two cells: C5 once more, for P6; P6 and P7 need no projection. */
    @Nested
    class TwoCellsWithLevelsAboveTheBackbone extends Contract {
        @Override
        int levelsAbove() {
            return 2;
        }

        @Override
        int repeats() {
            return 2;
        }

        @Override
        protected int reach() {
            return 8;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + 2 * FROM_C4 + 2 * FROM_C5 + FROM_C5 + 2 * (8 * SEPARABLE + 19);
        }
    }

    @Nested
    class DenseConvolutions extends Contract {
        @Override
        boolean separable() {
            return false;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + 2 * FROM_C4 + 2 * FROM_C5 + 4 * DENSE + 9;
        }
    }

    @Nested
    class RedundantBias extends Contract {
        @Override
        boolean redundantBias() {
            return true;
        }

        /** Without a norm there is a bias anyway. */
        @Override
        protected long expectedParameters() {
            return FROM_C3 + 2 * FROM_C4 + 2 * FROM_C5 + 4 * SEPARABLE + 9;
        }
    }

    @Nested
    class SoftmaxFusion extends Contract {
        @Override
        Fusion fusion() {
            return Fusion.SOFTMAX;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + 2 * FROM_C4 + 2 * FROM_C5 + 4 * SEPARABLE + 9;
        }
    }

    @Nested
    class UnweightedSum extends Contract {
        @Override
        Fusion fusion() {
            return Fusion.SUM;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + 2 * FROM_C4 + 2 * FROM_C5 + 4 * SEPARABLE;
        }
    }

    @Nested
    class WithoutInputSkips extends Contract {
        @Override
        boolean inputSkips() {
            return false;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + FROM_C4 + 2 * FROM_C5 + 4 * SEPARABLE + 8;
        }
    }

    /** The coarsest level passes through, and is projected for that. */
    @Nested
    class TopDown extends Contract {
        @Override
        Topology topology() {
            return Topology.TOP_DOWN;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + FROM_C4 + 2 * FROM_C5 + 2 * SEPARABLE + 4;
        }
    }

    @Nested
    class TopDownBottomUp extends Contract {
        @Override
        Topology topology() {
            return Topology.TOP_DOWN_BOTTOM_UP;
        }

        @Override
        protected long expectedParameters() {
            return FROM_C3 + FROM_C4 + 2 * FROM_C5 + 4 * SEPARABLE + 8;
        }
    }

    /** Each of the three nodes projects all stages by itself. */
    @Nested
    class FullyConnected extends Contract {
        @Override
        Topology topology() {
            return Topology.FULLY_CONNECTED;
        }

        @Override
        protected long expectedParameters() {
            return 3 * (FROM_C3 + FROM_C4 + FROM_C5) + 3 * SEPARABLE + 9;
        }
    }
}
