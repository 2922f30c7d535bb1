package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** The largest of several tensors, in whatever layout they come: {@code maximum.cu}, made for their number. */
final class MaximumKernels {
    private final Launcher launcher;

    MaximumKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice forward(Step step, List<Format> formats) {
        return choice(step, "maximum", step.inputs().size(), formats);
    }

    /** Inputs: the tensors, dy. */
    KernelChoice backward(Step step, List<Format> formats) {
        return choice(step, "maximum_backward", step.outputs().size(), formats);
    }

    /** @param compared how many tensors are compared */
    private KernelChoice choice(Step step, String kernel, int compared, List<Format> formats) {
        Format format = ElementwiseKernels.common(formats);
        Shape shape = step.outputs().get(0).shape();
        long vectors = ElementwiseKernels.vectors(format, shape);
        KernelSource source = source(DeviceLayout.type(format), compared);
        return new KernelChoice(
                "maximum.cu",
                Collections.nCopies(step.inputs().size(), format),
                Collections.nCopies(step.outputs().size(), format),
                0,
                (in, out, scratch) -> {
                    List<Object> arguments = new ArrayList<>(in);
                    arguments.addAll(out);
                    arguments.add(vectors);
                    return launcher.launch(source, kernel, Grid.over(vectors), arguments.toArray());
                });
    }

    private static KernelSource source(ElementType type, int compared) {
        return new KernelSource(
                "maximum",
                type,
                "#define MAXIMUM_INPUTS " + compared + "\n"
                        + "#define MAXIMUM_FROM " + ChainKernels.each(compared, "const T* x") + "\n"
                        + "#define MAXIMUM_TO " + ChainKernels.each(compared, "T* dx") + "\n"
                        + "#define MAXIMUM_XS " + ChainKernels.each(compared, "x") + "\n"
                        + "#define MAXIMUM_DXS " + ChainKernels.each(compared, "dx") + "\n");
    }
}
