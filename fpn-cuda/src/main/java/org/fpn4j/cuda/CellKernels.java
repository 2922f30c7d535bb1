package org.fpn4j.cuda;

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

/** Predictor maps to rows of cells {@code [N, L, values]} and back, a launch for each level: {@code map_to_cells.cu}. */
final class CellKernels {
    private static final String SOURCE = "map_to_cells";

    /** That a thread takes to cells, as the source has it. */
    private static final int VALUES = 4;

    private final Launcher launcher;
    private final ElementType type;

    CellKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    /** Of one map, or of those of all levels, which follow each other in each image's rows. */
    KernelChoice join(Step step) {
        List<Shape> maps = shapes(step.inputs());
        Shape cells = step.outputs().get(0).shape();
        return new KernelChoice(
                SOURCE + ".cu",
                formats(maps),
                List.of(Format.PLAIN),
                0,
                (in, out, scratch) -> each(maps, (i, first) -> {
                    Shape map = maps.get(i);
                    long values = map.size() / map.batch();
                    return launch(
                            "cells_of_map", map, cells, (values - 1) / VALUES + 1, in.get(i), from(out.get(0), first));
                }));
    }

    /** The gradient of {@link #join}. */
    KernelChoice split(Step step) {
        List<Shape> maps = shapes(step.outputs());
        Shape cells = step.inputs().get(0).shape();
        return new KernelChoice(
                SOURCE + ".cu",
                List.of(Format.PLAIN),
                formats(maps),
                0,
                (in, out, scratch) -> each(maps, (i, first) -> {
                    Shape map = maps.get(i);
                    long vectors = (long) map.height() * map.width() * type.padded(map.channels()) / type.lanes();
                    return launch("map_of_cells", map, cells, vectors, from(in.get(0), first), out.get(i));
                }));
    }

    private static List<Shape> shapes(List<Value> maps) {
        return maps.stream().map(Value::shape).toList();
    }

    private List<Format> formats(List<Shape> maps) {
        return Collections.nCopies(maps.size(), DeviceLayout.maps(type));
    }

    private static Block from(Block cells, long first) {
        return cells.part(first * Float.BYTES, cells.bytes() - first * Float.BYTES);
    }

    /** A launch of one map, whose rows begin at a value of each image. */
    private interface Level {
        Kernel bind(int index, long first);
    }

    private static Kernel each(List<Shape> maps, Level level) {
        List<Kernel> launches = new ArrayList<>();
        long first = 0;
        for (int i = 0; i < maps.size(); i++) {
            launches.add(level.bind(i, first));
            first += maps.get(i).size() / maps.get(i).batch();
        }
        return Kernel.sequence(launches);
    }

    /**
     * Launches one level.
     *
     * @param threads for each image
     */
    private Kernel launch(String kernel, Shape map, Shape cells, long threads, Block from, Block to) {
        Grid image = Grid.over(threads);
        return launcher.launch(
                SOURCE,
                type,
                kernel,
                new Grid(image.x(), map.batch(), image.threadsX(), 1),
                from,
                to,
                cells.size() / cells.batch(),
                map.height() * map.width(),
                map.channels(),
                type.padded(map.channels()));
    }
}
