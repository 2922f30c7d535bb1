package org.fpn4j.engine.contract;

import java.util.List;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.nd4j.Nd4jKernels;
import org.fpn4j.engine.plan.Instruction;

/** Formats change back and forth all over a plan whose steps are shared out between two providers. */
class MirroredWholeModelTest extends WholeModelTest {
    @Override
    protected List<KernelProvider> providers() {
        return List.of(new MirroredKernels(MirroredWholeModelTest::taken), new Nd4jKernels());
    }

    private static boolean taken(Instruction instruction) {
        return !(instruction instanceof Instruction.Forward)
                && !(instruction instanceof Instruction.ConvolveBackwardData)
                && !(instruction instanceof Instruction.SplitCells);
    }
}
