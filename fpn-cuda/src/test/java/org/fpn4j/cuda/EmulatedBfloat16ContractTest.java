package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.emulation.EmulatedDevice;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** Maps in {@code bfloat16}: 8 bits of mantissa, so a rounding is up to 0.4 % of a value. */
@Emulated
class EmulatedBfloat16ContractTest extends KernelContractTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new CudaKernels(EmulatedDevice.memory(), ElementType.BFLOAT16), new Nd4jKernels());
    }

    @Override
    protected double tolerance() {
        return 0.15; // ten roundings on the way to a gradient, and norms whose gradients are differences
    }

    @Override
    protected double differenceTolerance() {
        return 0.15;
    }

    @Override
    protected double negligible() {
        return 1e-2; // a rounding is 4e-3 of each value, so what is smaller may be what roundings leave of a difference
    }

    /**
     * Gradients of distances and overlaps jump where a rounding puts a value on the other side of its target, those of a max
     * pool where it makes another cell the largest.
     */
    @Override
    protected boolean serves(Sample sample) {
        return !sample.name().startsWith("smooth L1 loss")
                && !sample.name().startsWith("loss of ")
                && !sample.name().startsWith("max pool 3x3/2 with");
    }
}
