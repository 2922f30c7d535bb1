package org.fpn4j.engine.contract;

import java.util.List;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

class Nd4jLossAccuracyTest extends LossAccuracyTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new Nd4jKernels());
    }
}
