package org.fpn4j.outside.arrays;

import java.util.List;
import org.fpn4j.engine.contract.WholeModelTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

class ArrayWholeModelTest extends WholeModelTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new ArrayKernels(), new Nd4jKernels());
    }
}
