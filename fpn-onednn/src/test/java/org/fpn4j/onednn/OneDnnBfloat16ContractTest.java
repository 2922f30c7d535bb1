package org.fpn4j.onednn;

import java.util.List;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.junit.jupiter.api.condition.EnabledIf;

/** Where the CPU multiplies {@code bfloat16}: 8 bits of mantissa, so a rounding is up to 0.4 % of a value. */
@EnabledIf(
        value = "org.fpn4j.onednn.OneDnnBfloat16ContractTest#hasBfloat16",
        disabledReason = "this CPU, as oneDNN may use it, does not multiply bfloat16")
public class OneDnnBfloat16ContractTest extends KernelContractTest {
    static boolean hasBfloat16() {
        return OneDnn.bfloat16Unavailable().isEmpty();
    }

    @Override
    protected List<KernelProvider> providers() {
        return List.of(new OneDnnKernels(Precision.BFLOAT16), new Nd4jKernels());
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
     * Gradients of distances and overlaps jump where a rounding puts a value on the other side of its target, those of a
     * maximum where it makes another the largest.
     */
    @Override
    protected boolean serves(Sample sample) {
        return !sample.name().startsWith("smooth L1 loss")
                && !sample.name().startsWith("loss of ")
                && !sample.name().contains("maximum of");
    }
}
