package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;

/** A stretch of one axis: {@code slice.cu}. */
final class SliceKernels {
    private final Launcher launcher;
    private final ElementType type;

    SliceKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    KernelChoice forward(Step step, Operation.Slice slice) {
        return choice(step, slice.axis(), slice.from());
    }

    KernelChoice backward(Step step, Operation.Slice slice) {
        return choice(step, slice.axis(), -slice.from());
    }

    /** @param shift how much further along the axis the values stand that are read */
    private KernelChoice choice(Step step, int axis, int shift) {
        Shape from = step.inputs().get(0).shape();
        Shape to = step.outputs().get(0).shape();
        Format format = from.rank() == 4 ? DeviceLayout.maps(type) : Format.PLAIN;
        return new KernelChoice(
                "slice.cu",
                List.of(format),
                List.of(format),
                0,
                (in, out, scratch) -> copy(axis, shift, from, to, in.get(0), out.get(0)));
    }

    private Kernel copy(int axis, int shift, Shape from, Shape to, Block in, Block out) {
        if (from.rank() != 4) {
            return runs(ElementType.PLAIN, axis, shift, from.dims(), to.dims(), in, out);
        } else if (axis == 1) {
            return channels(shift, from, to, in, out);
        }
        return runs(type, axis - 1, shift, inLayout(from), inLayout(to), in, out);
    }

    /** Images, rows, columns and vectors of channels. */
    private List<Integer> inLayout(Shape map) {
        return List.of(map.batch(), map.height(), map.width(), vectors(map));
    }

    private int vectors(Shape map) {
        return type.padded(map.channels()) / type.lanes();
    }

    /**
     * Along any axis that is not divided into vectors.
     *
     * @param axis in the order of the lengths
     * @param from lengths, in the order in which they stand in memory
     */
    private Kernel runs(
            ElementType type, int axis, int shift, List<Integer> from, List<Integer> to, Block in, Block out) {
        long rows = product(from.subList(0, axis));
        long each = product(from.subList(axis + 1, from.size()));
        return launcher.launch(
                "slice",
                type,
                "slice_runs",
                Grid.rows(rows, to.get(axis) * each),
                in,
                out,
                from.get(axis) * each,
                to.get(axis) * each,
                shift * each);
    }

    private static long product(List<Integer> lengths) {
        return lengths.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    private Kernel channels(int shift, Shape from, Shape to, Block in, Block out) {
        return launcher.launch(
                "slice",
                type,
                "slice_channels",
                Grid.rows((long) to.batch() * to.height(), (long) to.width() * vectors(to)),
                in,
                out,
                from.channels(),
                to.channels(),
                vectors(from),
                vectors(to),
                shift,
                to.width());
    }
}
