package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.engine.contract.LossAccuracyTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.condition.EnabledIf;

/** Losses on a card. */
@EnabledIf(
        value = "org.fpn4j.cuda.UsedCard#isThere",
        disabledReason = "there is no card that could be used; ./fpn doctor says why")
class CudaLossAccuracyTest extends LossAccuracyTest {
    @Override
    protected List<KernelProvider> providers() {
        return UsedCard.providers(Precision.FLOAT32);
    }
}
