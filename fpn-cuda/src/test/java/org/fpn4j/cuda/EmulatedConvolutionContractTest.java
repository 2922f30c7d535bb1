package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedConvolutions;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** Convolutions in a layout of their own, with what follows them in a pass behind; loops stand in for cuDNN. */
@Emulated
class EmulatedConvolutionContractTest extends KernelContractTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(
                new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32, new EmulatedConvolutions(false)),
                new Nd4jKernels());
    }
}
