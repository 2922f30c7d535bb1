package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.engine.contract.NetworkMemoryTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.condition.EnabledIf;

/** Memory of networks on a card. */
@EnabledIf(
        value = "org.fpn4j.cuda.UsedCard#isThere",
        disabledReason = "there is no card that could be used; ./fpn doctor says why")
class CudaNetworkMemoryTest extends NetworkMemoryTest {
    @Override
    protected List<KernelProvider> providers() {
        return UsedCard.providers(Precision.FLOAT32);
    }

    @Override
    protected long taken() {
        return super.taken() + UsedCard.allocated();
    }
}
