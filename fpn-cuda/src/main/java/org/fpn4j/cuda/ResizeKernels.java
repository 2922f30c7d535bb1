package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Resizing to the nearest cell: {@code resize_nearest.cu}. */
final class ResizeKernels {
    private final Launcher launcher;
    private final ElementType type;

    ResizeKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    KernelChoice forward(Step step) {
        Shape x = step.inputs().get(0).shape();
        Shape y = step.outputs().get(0).shape();
        return choice("forward", x, y, y);
    }

    KernelChoice backward(Step step) {
        Shape x = step.outputs().get(0).shape();
        Shape y = step.inputs().get(0).shape();
        return choice("backward", x, y, x);
    }

    /** @param made what threads are counted over */
    private KernelChoice choice(String kernel, Shape x, Shape y, Shape made) {
        Format map = DeviceLayout.maps(type);
        int vectors = type.padded(x.channels()) / type.lanes();
        return new KernelChoice(
                "resize_nearest.cu",
                List.of(map),
                List.of(map),
                0,
                (in, out, scratch) -> launcher.launch(
                        "resize_nearest",
                        type,
                        kernel,
                        Grid.rows((long) made.batch() * made.height(), (long) made.width() * vectors),
                        in.get(0),
                        out.get(0),
                        x.height(),
                        x.width(),
                        y.height(),
                        y.width(),
                        vectors));
    }
}
