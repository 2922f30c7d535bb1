package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.contract.LossAccuracyTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

@Emulated
class EmulatedLossAccuracyTest extends LossAccuracyTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32), new Nd4jKernels());
    }
}
