package org.fpn4j.cuda;

import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;

/** Batch norm by the statistics of the batch and by stored ones, and the running statistics: {@code batch_norm.cu}. */
final class BatchNormKernels {
    private static final String SOURCE = "batch_norm";

    private final Launcher launcher;
    private final ElementType type;

    BatchNormKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    /** The batch as one image, each channel a group. */
    private Normalization of(Step step, double epsilon) {
        Shape x = step.inputs().get(0).shape();
        int pixels = Math.toIntExact(x.size() / x.channels());
        return new Normalization(launcher, SOURCE, type, epsilon, 1, pixels, x.channels(), x.channels());
    }

    KernelChoice forward(Step step, double epsilon) {
        return of(step, epsilon).forward();
    }

    KernelChoice backward(Step step, double epsilon) {
        return of(step, epsilon).backward();
    }

    KernelChoice storedForward(Step step, double epsilon) {
        return of(step, epsilon).storedForward();
    }

    KernelChoice storedBackward(Step step, double epsilon) {
        return of(step, epsilon).storedBackward();
    }

    KernelChoice updateStatistics(Step step, NormInstruction.UpdateStatistics update) {
        int channels = step.inputs().get(0).shape().dim(0);
        double momentum = update.momentum();
        double unbiased = (double) update.values() / Math.max(update.values() - 1, 1);
        return KernelChoice.plain(
                SOURCE + ".cu",
                2,
                2,
                (in, out, scratch) -> launcher.launch(
                        SOURCE,
                        ElementType.PLAIN,
                        "update_statistics",
                        Grid.over(channels),
                        in.get(0),
                        in.get(1),
                        out.get(0),
                        out.get(1),
                        (float) (1 - momentum),
                        (float) momentum,
                        (float) (momentum * unbiased),
                        channels));
    }
}
