package org.example;

import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.core.neck.NeckContractTest;

class LateralsTest extends NeckContractTest {
    @Override
    protected NeckConfig config(int minLevel, int maxLevel, NormConfig norm) {
        return new Laterals.Config(CHANNELS, minLevel, maxLevel, norm);
    }

    @Override
    protected long expectedParameters() {
        return (6 + 10 + 12) * CHANNELS + 3 * CHANNELS; // a kernel and a bias per stage
    }
}
