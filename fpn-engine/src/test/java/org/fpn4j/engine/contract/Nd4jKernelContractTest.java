package org.fpn4j.engine.contract;

import java.util.List;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

class Nd4jKernelContractTest extends KernelContractTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new Nd4jKernels());
    }

    @Override
    protected double tolerance() {
        return 2e-5; // mostly the same operations; a hundred times the distance of two float32 values
    }
}
