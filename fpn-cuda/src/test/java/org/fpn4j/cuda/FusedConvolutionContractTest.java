package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedConvolutions;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** Convolutions with what follows them in the same pass; loops stand in for cuDNN. */
@Emulated
class FusedConvolutionContractTest extends KernelContractTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(
                new CudaKernels(EmulatedDevice.memory(), ElementType.FLOAT32, new EmulatedConvolutions(true)),
                new Nd4jKernels());
    }
}
