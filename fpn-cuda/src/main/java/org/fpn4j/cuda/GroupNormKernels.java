package org.fpn4j.cuda;

import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Group norm: {@code group_norm.cu}. */
final class GroupNormKernels {
    private final Launcher launcher;
    private final ElementType type;

    GroupNormKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    private Normalization of(Step step, Operation.GroupNorm norm) {
        Shape x = step.inputs().get(0).shape();
        int pixels = x.height() * x.width();
        return new Normalization(
                launcher, "group_norm", type, norm.epsilon(), x.batch(), pixels, x.channels(), norm.groups());
    }

    KernelChoice forward(Step step, Operation.GroupNorm norm) {
        return of(step, norm).forward();
    }

    KernelChoice backward(Step step, Operation.GroupNorm norm) {
        return of(step, norm).backward();
    }
}
