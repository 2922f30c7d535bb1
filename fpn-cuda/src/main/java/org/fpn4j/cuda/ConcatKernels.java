package org.fpn4j.cuda;

import static org.fpn4j.engine.kernel.Format.PLAIN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/** Tensors side by side, a launch for each of them: {@code concat.cu}. */
final class ConcatKernels {
    private final Launcher launcher;
    private final ElementType type;

    ConcatKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    /**
     * A part of a tensor along the axis.
     *
     * @param length of the whole tensor along the axis
     * @param at where the part begins
     */
    private record Side(Block block, Shape shape, int length, int at) {}

    /** Copies one part. */
    private interface Copy {
        Kernel of(int part, int at);
    }

    KernelChoice forward(Step step, int axis) {
        Shape whole = step.outputs().get(0).shape();
        List<Shape> parts = step.inputs().stream().map(Value::shape).toList();
        Format format = format(whole);
        return new KernelChoice(
                "concat.cu",
                Collections.nCopies(parts.size(), format),
                List.of(format),
                0,
                (in, out, scratch) -> all(
                        parts,
                        axis,
                        (part, at) -> copy(
                                axis,
                                parts.get(part),
                                new Side(
                                        in.get(part),
                                        parts.get(part),
                                        parts.get(part).dim(axis),
                                        0),
                                new Side(out.get(0), whole, whole.dim(axis), at))));
    }

    KernelChoice backward(Step step, int axis) {
        Shape whole = step.inputs().get(0).shape();
        List<Shape> parts = step.outputs().stream().map(Value::shape).toList();
        Format format = format(whole);
        return new KernelChoice(
                "concat.cu",
                List.of(format),
                Collections.nCopies(parts.size(), format),
                0,
                (in, out, scratch) -> all(
                        parts,
                        axis,
                        (part, at) -> copy(
                                axis,
                                parts.get(part),
                                new Side(in.get(0), whole, whole.dim(axis), at),
                                new Side(
                                        out.get(part),
                                        parts.get(part),
                                        parts.get(part).dim(axis),
                                        0))));
    }

    private Format format(Shape shape) {
        return shape.rank() == 4 ? DeviceLayout.maps(type) : PLAIN;
    }

    private static Kernel all(List<Shape> parts, int axis, Copy copy) {
        List<Kernel> launches = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            launches.add(copy.of(i, at));
            at += parts.get(i).dim(axis);
        }
        return Kernel.sequence(launches);
    }

    private Kernel copy(int axis, Shape part, Side from, Side to) {
        if (part.rank() != 4) {
            return runs(ElementType.PLAIN, axis, part.dims(), from, to);
        } else if (axis == 1) {
            return channels(part, from, to);
        }
        // in the order of the layout: images, rows, columns, vectors of channels
        return runs(type, axis - 1, List.of(part.batch(), part.height(), part.width(), vectors(part)), from, to);
    }

    private int vectors(Shape map) {
        return type.padded(map.channels()) / type.lanes();
    }

    /**
     * Along any axis that is not divided into vectors.
     *
     * @param axis in the order of {@code dims}
     * @param dims of the part, in the order in which it stands in memory
     */
    private Kernel runs(ElementType type, int axis, List<Integer> dims, Side from, Side to) {
        long rows = product(dims.subList(0, axis));
        long each = product(dims.subList(axis + 1, dims.size()));
        long run = dims.get(axis) * each;
        return launcher.launch(
                "concat",
                type,
                "copy_runs",
                Grid.rows(rows, run),
                from.block,
                to.block,
                from.length * each,
                to.length * each,
                from.at * each,
                to.at * each,
                run);
    }

    private static long product(List<Integer> dims) {
        return dims.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    private Kernel channels(Shape part, Side from, Side to) {
        int first = to.at / type.lanes();
        int made = type.padded(to.at + part.channels()) / type.lanes() - first;
        return launcher.launch(
                "concat",
                type,
                "copy_channels",
                Grid.rows((long) part.batch() * part.height(), (long) part.width() * made),
                from.block,
                to.block,
                vectors(from.shape),
                vectors(to.shape),
                from.at,
                to.at,
                part.channels(),
                part.width());
    }
}
