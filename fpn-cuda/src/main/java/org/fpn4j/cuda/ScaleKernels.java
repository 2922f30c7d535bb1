package org.fpn4j.cuda;

import static org.fpn4j.engine.kernel.Format.PLAIN;

import java.util.List;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Learned factors, in whatever layout the values come: {@code scale_by_parameter.cu}. */
final class ScaleKernels {
    private static final String SOURCE = "scale_by_parameter";

    private final Launcher launcher;

    ScaleKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice forward(Step step, Format format) {
        long vectors = ElementwiseKernels.vectors(format, step.outputs().get(0).shape());
        return new KernelChoice(
                SOURCE + ".cu",
                List.of(format, PLAIN),
                List.of(format),
                0,
                (in, out, scratch) -> launcher.launch(
                        SOURCE,
                        DeviceLayout.type(format),
                        "forward",
                        Grid.over(vectors),
                        in.get(0),
                        in.get(1),
                        out.get(0),
                        vectors));
    }

    /** Inputs: x, factor, dy. */
    KernelChoice backward(Step step, List<Format> formats) {
        Format format = ElementwiseKernels.common(List.of(formats.get(0), formats.get(2)));
        ElementType type = DeviceLayout.type(format);
        long vectors = ElementwiseKernels.vectors(format, step.inputs().get(0).shape());
        Grid grid = Grid.forSums(vectors);
        return new KernelChoice(
                SOURCE + ".cu",
                List.of(format, PLAIN, format),
                List.of(format, PLAIN),
                (long) grid.x() * Double.BYTES,
                (in, out, scratch) -> Kernel.sequence(List.of(
                        launcher.launch(
                                SOURCE,
                                type,
                                "backward",
                                grid,
                                in.get(0),
                                in.get(1),
                                in.get(2),
                                out.get(0),
                                scratch,
                                vectors),
                        launcher.launch(SOURCE, type, "total", Grid.blocks(1), scratch, out.get(1), grid.x()))));
    }
}
