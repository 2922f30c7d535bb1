package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** Channels that stand as blocks of cells: {@code depth_to_space.cu}, {@code space_to_depth.cu}. */
final class BlockKernels {
    private final Launcher launcher;
    private final ElementType type;

    BlockKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    KernelChoice spread(Step step, int block) {
        Shape wide = step.outputs().get(0).shape();
        return choice("depth_to_space", "forward", block, step.inputs().get(0).shape(), wide, wide);
    }

    KernelChoice gather(Step step, int block) {
        Shape deep = step.outputs().get(0).shape();
        return choice(
                "depth_to_space", "backward", block, deep, step.inputs().get(0).shape(), deep);
    }

    KernelChoice stack(Step step, int block) {
        Shape deep = step.outputs().get(0).shape();
        return choice(
                "space_to_depth", "forward", block, deep, step.inputs().get(0).shape(), deep);
    }

    KernelChoice unstack(Step step, int block) {
        Shape wide = step.outputs().get(0).shape();
        return choice("space_to_depth", "backward", block, step.inputs().get(0).shape(), wide, wide);
    }

    /** @param made what threads are counted over */
    private KernelChoice choice(String source, String kernel, int block, Shape deep, Shape wide, Shape made) {
        Format map = DeviceLayout.maps(type);
        return new KernelChoice(
                source + ".cu",
                List.of(map),
                List.of(map),
                0,
                (in, out, scratch) -> launcher.launch(
                        source,
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
