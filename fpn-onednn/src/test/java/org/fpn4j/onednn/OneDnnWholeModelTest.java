package org.fpn4j.onednn;

import java.util.List;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(
        value = "org.fpn4j.onednn.OneDnnAnswersTest#areRight",
        disabledReason = "oneDNN computes wrongly on this CPU and is not used")
class OneDnnWholeModelTest extends WholeModelTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new OneDnnKernels(Precision.FLOAT32), new Nd4jKernels());
    }
}
