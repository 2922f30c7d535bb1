package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Losses with their gradients: one launch for the gradients and sums over stretches of cells, one for the sum of these. */
final class LossKernels {
    /** Values that a block adds up; a cell is never divided. */
    private static final int VALUES = 4096;

    /** Threads that run together: as many as a block has at least. */
    private static final int WARP = 32;

    /** Threads of the one block that adds up what the others have. */
    private static final Grid TOTAL = new Grid(1, 1, 1024, 1);

    private final Launcher launcher;

    LossKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice focal(Step step, Operation.FocalLoss focal) {
        boolean isBalanced = focal.alpha() >= 0;
        return choice(
                step,
                "focal_loss",
                "focal_loss",
                values(step),
                (float) focal.gamma(),
                isBalanced ? (float) focal.alpha() : 1f,
                isBalanced ? (float) (1 - focal.alpha()) : 1f);
    }

    KernelChoice smoothL1(Step step, Operation.SmoothL1Loss loss) {
        return choice(step, "smooth_l1_loss", "smooth_l1_loss", values(step), (float) loss.beta());
    }

    KernelChoice binaryCrossEntropy(Step step) {
        return choice(step, "binary_cross_entropy", "binary_cross_entropy", values(step));
    }

    KernelChoice gaussianFocal(Step step, Operation.GaussianFocalLoss focal) {
        return choice(
                step,
                "gaussian_focal_loss",
                "gaussian_focal_loss",
                values(step),
                (float) focal.alpha(),
                (float) focal.beta(),
                Operation.GaussianFocalLoss.LARGEST_LOGIT);
    }

    /** A block computes a row, whose sum needs all its logits. */
    KernelChoice softmaxCrossEntropy(Step step) {
        Shape logits = step.inputs().get(0).shape();
        int rows = logits.dim(0) * logits.dim(1);
        int threads = Math.min(Math.max(Integer.highestOneBit(logits.dim(2)), WARP), Grid.THREADS);
        return new KernelChoice(
                "softmax_cross_entropy.cu",
                Collections.nCopies(3, Format.PLAIN),
                Collections.nCopies(2, Format.PLAIN),
                (long) rows * Double.BYTES,
                (in, out, scratch) -> Kernel.sequence(List.of(
                        launcher.launch(
                                "softmax_cross_entropy",
                                ElementType.PLAIN,
                                "softmax_cross_entropy",
                                new Grid(rows, 1, threads, 1),
                                in.get(0),
                                in.get(1),
                                in.get(2),
                                out.get(1),
                                scratch,
                                logits.dim(2)),
                        total("softmax_cross_entropy", scratch, out.get(0), rows))));
    }

    KernelChoice iou(Step step, Operation.IouLoss.Kind kind) {
        return choice(step, "iou_loss", kind.name().toLowerCase(Locale.ROOT));
    }

    /** Of a cell. */
    private static int values(Step step) {
        return step.inputs().get(0).shape().dim(2);
    }

    /**
     * A loss of predictions {@code [N, L, values]}, targets and weights of cells.
     *
     * @param numbers that its kernel takes last
     */
    private KernelChoice choice(Step step, String source, String kernel, Object... numbers) {
        Shape predictions = step.inputs().get(0).shape();
        int values = values(step);
        int cells = Math.toIntExact(predictions.size() / values);
        int each = Math.max(VALUES / values, 1);
        int blocks = (cells - 1) / each + 1;
        return new KernelChoice(
                source + ".cu",
                Collections.nCopies(3, Format.PLAIN),
                Collections.nCopies(2, Format.PLAIN),
                (long) blocks * Double.BYTES,
                (in, out, scratch) -> {
                    List<Object> arguments = new ArrayList<>(in);
                    arguments.addAll(List.of(out.get(1), scratch, cells, each));
                    arguments.addAll(List.of(numbers));
                    return Kernel.sequence(List.of(
                            launcher.launch(
                                    source, ElementType.PLAIN, kernel, Grid.blocks(blocks), arguments.toArray()),
                            total(source, scratch, out.get(0), blocks)));
                });
    }

    private Kernel total(String source, Block sums, Block loss, int count) {
        return launcher.launch(source, ElementType.PLAIN, "total", TOTAL, sums, loss, count);
    }
}
