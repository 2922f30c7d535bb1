package org.fpn4j.outside.arrays;

import java.util.List;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

class ArrayKernelContractTest extends KernelContractTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new ArrayKernels(), new Nd4jKernels());
    }
}
