package org.fpn4j.examples;

import org.fpn4j.core.graph.Activation;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckContractTest;

class TopDownConcatTest extends NeckContractTest {
    @Override
    protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
        return new TopDownConcat.Config(CHANNELS, minLevel, maxLevel, norm, Activation.RELU);
    }

    @Override
    protected long expectedParameters() {
        return 9 * 8 * (12 + (10 + 8) + (6 + 8)) + 3 * 8; // C5, C4 with P5, C3 with P4; a bias per channel and level
    }
}
