package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.NormInstruction;
import org.fpn4j.engine.plan.Step;

/** A stored norm in a convolution's kernel, and its gradient: {@code fold_norm.cu}. */
final class FoldKernels {
    /** In place of an address where there is no tensor. */
    private static final Long NOTHING = 0L;

    private final Launcher launcher;

    FoldKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    /**
     * Folds into the format in which the kernel is read. A kernel that is filled up has a bias that is so, too.
     *
     * @param wanted plain, or a layout of kernels
     */
    KernelChoice fold(Step step, NormInstruction.Fold fold, Format wanted) {
        Shape weight = step.inputs().get(0).shape();
        int norm = fold.bias() ? 2 : 1;
        Format bias = wanted instanceof DeviceLayout layout ? DeviceLayout.vectors(layout.type()) : Format.PLAIN;
        return new KernelChoice(
                "fold_norm.cu",
                Collections.nCopies(step.inputs().size(), Format.PLAIN),
                List.of(wanted, bias),
                0,
                (in, out, scratch) -> {
                    List<Object> arguments = new ArrayList<>(List.of(in.get(0), fold.bias() ? in.get(1) : NOTHING));
                    arguments.addAll(in.subList(norm, norm + 4));
                    arguments.addAll(List.of(out.get(0), out.get(1), (float) fold.epsilon()));
                    if (wanted instanceof DeviceLayout layout) {
                        ElementType type = layout.type();
                        arguments.add(weight.dim(0));
                        arguments.addAll(inputs(weight, type));
                        Grid grid = Grid.blocks(type.padded(weight.dim(0)));
                        return launcher.launch("fold_norm", type, "fold_kernel", grid, arguments.toArray());
                    }
                    arguments.add(values(weight));
                    Grid grid = Grid.blocks(weight.dim(0));
                    return launcher.launch("fold_norm", ElementType.PLAIN, "fold_plain", grid, arguments.toArray());
                });
    }

    /** Takes the kernel's gradient as it comes; what it makes are gradients of parameters, and plain. */
    KernelChoice foldBackward(Step step, NormInstruction.FoldBackward fold, Format given) {
        Shape weight = step.outputs().get(0).shape();
        List<Format> inputs = new ArrayList<>(Collections.nCopies(step.inputs().size(), Format.PLAIN));
        inputs.set(2, given);
        return new KernelChoice(
                "fold_norm.cu",
                inputs,
                Collections.nCopies(step.outputs().size(), Format.PLAIN),
                0,
                (in, out, scratch) -> {
                    List<Object> arguments = new ArrayList<>(List.of(
                            in.get(0),
                            in.get(1),
                            in.get(2),
                            fold.bias() ? in.get(3) : NOTHING,
                            out.get(0),
                            fold.bias() ? out.get(1) : NOTHING,
                            (float) fold.epsilon()));
                    ElementType type = DeviceLayout.type(given);
                    arguments.addAll(given == Format.PLAIN ? List.of(values(weight)) : inputs(weight, type));
                    return launcher.launch(
                            "fold_norm",
                            type,
                            given == Format.PLAIN ? "unfold_plain" : "unfold_kernel",
                            Grid.blocks(weight.dim(0)),
                            arguments.toArray());
                });
    }

    /** Of each output of a plain kernel. */
    private static int values(Shape weight) {
        return weight.dim(1) * weight.dim(2) * weight.dim(3);
    }

    /** Channels, channels filled up, and the window's size. */
    private static List<Integer> inputs(Shape weight, ElementType type) {
        return List.of(weight.dim(1), type.padded(weight.dim(1)), weight.dim(2) * weight.dim(3));
    }
}
