package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.engine.contract.KernelContractTest;
import org.fpn4j.engine.contract.Sample;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract on a card that multiplies {@code bfloat16}: 8 bits of mantissa, so a rounding is up to 0.4 % of a value. */
@EnabledIf(
        value = "org.fpn4j.cuda.UsedCard#hasBfloat16",
        disabledReason = "there is no card that could be used for bfloat16; ./fpn doctor says why")
class CudaBfloat16ContractTest extends KernelContractTest {
    @Override
    protected List<KernelProvider> providers() {
        return UsedCard.providers(Precision.BFLOAT16);
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
