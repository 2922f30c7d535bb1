package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;

/** From plain values to layouts and back: {@code layout.cu}. */
final class LayoutKernels {
    private final Launcher launcher;

    LayoutKernels(Launcher launcher) {
        this.launcher = launcher;
    }

    KernelChoice convert(Shape shape, Format from, Format to) {
        if (from instanceof DeviceLayout layout && to == Format.PLAIN) {
            return choice(layout, shape, from, to, "plain_of_");
        } else if (from == Format.PLAIN && to instanceof DeviceLayout layout) {
            return choice(layout, shape, from, to, "of_plain_");
        }
        throw new IllegalArgumentException("no way from format[" + from + "] to format[" + to + "]");
    }

    private KernelChoice choice(DeviceLayout layout, Shape shape, Format from, Format to, String direction) {
        return new KernelChoice(
                "layout.cu",
                List.of(from),
                List.of(to),
                0,
                (in, out, scratch) -> convert(layout, shape, direction, in.get(0), out.get(0)));
    }

    private Kernel convert(DeviceLayout layout, Shape shape, String direction, Block from, Block to) {
        ElementType type = layout.type();
        boolean isMade = direction.equals("of_plain_"); // with the zeros that fill it up
        return switch (layout.order()) {
            case CHANNELS_LAST -> {
                int area = shape.dim(2) * shape.dim(3);
                int channels = isMade ? type.padded(shape.dim(1)) : shape.dim(1);
                // blocks of 32 x 32 values are turned in shared memory, an image after the other
                Grid grid = new Grid((area + 31) / 32 * shape.dim(0), (channels + 31) / 32, 32, 8);
                yield launcher.launch(
                        "layout",
                        type,
                        direction + "map",
                        grid,
                        from,
                        to,
                        shape.dim(1),
                        type.padded(shape.dim(1)),
                        area);
            }
            case KERNEL -> {
                int area = shape.dim(2) * shape.dim(3);
                int outputs = isMade ? type.padded(shape.dim(0)) : shape.dim(0);
                int inputs = isMade ? type.padded(shape.dim(1)) : shape.dim(1);
                long values = (long) outputs * inputs * area;
                yield launcher.launch(
                        "layout",
                        type,
                        direction + "kernel",
                        Grid.over(values),
                        from,
                        to,
                        shape.dim(0),
                        shape.dim(1),
                        type.padded(shape.dim(1)),
                        area,
                        values);
            }
            case VECTOR -> {
                int values = isMade ? type.padded(shape.dim(0)) : shape.dim(0);
                yield launcher.launch(
                        "layout", type, direction + "vector", Grid.over(values), from, to, shape.dim(0), values);
            }
        };
    }
}
