package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** What rows {@code [N, L, K * values]} have for their classes {@code [N, L]}: {@code take_class.cu}. */
final class ClassKernels {
    private final Launcher launcher;

    ClassKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice take(Step step, int values) {
        return choice(step, "take_class", step.inputs().get(0).shape(), values);
    }

    /** Inputs: the classes, dy. */
    KernelChoice takeBackward(Step step, int values) {
        return choice(step, "take_class_backward", step.outputs().get(0).shape(), values);
    }

    private KernelChoice choice(Step step, String kernel, Shape rows, int values) {
        long size = step.outputs().get(0).shape().size();
        return KernelChoice.plain("take_class.cu", 2, 1, (in, out, scratch) -> {
            List<Object> arguments = new ArrayList<>(in);
            arguments.addAll(List.of(out.get(0), rows.dim(2) / values, values, size));
            return launcher.launch("take_class", ElementType.PLAIN, kernel, Grid.over(size), arguments.toArray());
        });
    }
}
