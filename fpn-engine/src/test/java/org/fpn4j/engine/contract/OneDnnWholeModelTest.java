package org.fpn4j.engine.contract;

import java.util.List;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.onednn.OneDnnKernels;
import org.fpn4j.engine.onednn.OneDnnKernels.Precision;

class OneDnnWholeModelTest extends WholeModelTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new OneDnnKernels(Precision.FLOAT32), new Nd4jKernels());
    }
}
