package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Channels that stand as blocks of cells: {@code depth_to_space.cu}. */
final class BlockKernels {
    private final Launcher launcher;
    private final ElementType type;

    BlockKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    KernelChoice forward(Step step, int block) {
        Shape wide = step.outputs().get(0).shape();
        return choice("forward", block, step.inputs().get(0).shape(), wide, wide);
    }

    KernelChoice backward(Step step, int block) {
        Shape deep = step.outputs().get(0).shape();
        return choice("backward", block, deep, step.inputs().get(0).shape(), deep);
    }

    /** @param made what threads are counted over */
    private KernelChoice choice(String kernel, int block, Shape deep, Shape wide, Shape made) {
        Format map = DeviceLayout.maps(type);
        return new KernelChoice(
                "depth_to_space.cu",
                List.of(map),
                List.of(map),
                0,
                (in, out, scratch) -> launcher.launch(
                        "depth_to_space",
                        type,
                        kernel,
                        Grid.rows((long) made.batch() * made.height(), (long) made.width() * vectors(made)),
                        in.get(0),
                        out.get(0),
                        block,
                        wide.channels(),
                        deep.width(),
                        vectors(deep),
                        vectors(wide)));
    }

    private int vectors(Shape map) {
        return type.padded(map.channels()) / type.lanes();
    }
}
