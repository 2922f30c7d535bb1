package org.fpn4j.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
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
import org.fpn4j.engine.plan.Value;

/** Maps of regions and their gradients, two launches for each level: {@code roi_align.cu}. */
final class RegionKernels {
    private static final String SOURCE = "roi_align";

    /** Taps of a cell that its neighbour may have too, where their borders are rounded. */
    private static final int SHARED = 16;

    private final Launcher launcher;
    private final ElementType type;

    RegionKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
    }

    /** Inputs: maps, regions. */
    KernelChoice forward(Step step, Operation.RoiAlign align) {
        int count = align.strides().size();
        List<Shape> maps = shapes(step.inputs().subList(0, count));
        Pooling pooling = new Pooling(align, maps, step.inputs().get(count).shape());
        return new KernelChoice(
                SOURCE + ".cu",
                Stream.concat(formats(count).stream(), Stream.of(Format.PLAIN)).toList(),
                formats(1),
                pooling.scratch(),
                (in, out, scratch) -> pooling.each(in.get(count), scratch, (level, area) -> {
                    long items = (long) align.size() * align.size() * vectors(maps.get(level));
                    Grid grid = Grid.rows(pooling.regions(), items);
                    return pooling.launch("forward", grid, level, area, in.get(level), out.get(0));
                }));
    }

    /** Inputs: regions, dy. */
    KernelChoice backward(Step step, Operation.RoiAlign align) {
        List<Shape> maps = shapes(step.outputs());
        Pooling pooling = new Pooling(align, maps, step.inputs().get(0).shape());
        return new KernelChoice(
                SOURCE + ".cu",
                List.of(Format.PLAIN, DeviceLayout.maps(type)),
                formats(maps.size()),
                pooling.scratch(),
                (in, out, scratch) -> pooling.each(in.get(0), scratch, (level, area) -> {
                    Shape map = maps.get(level);
                    Grid grid = Grid.rows((long) map.batch() * map.height(), (long) map.width() * vectors(map));
                    return pooling.launch("backward", grid, level, area, in.get(1), out.get(level));
                }));
    }

    private static List<Shape> shapes(List<Value> maps) {
        return maps.stream().map(Value::shape).toList();
    }

    private List<Format> formats(int maps) {
        return Collections.nCopies(maps, DeviceLayout.maps(type));
    }

    private int vectors(Shape map) {
        return type.padded(map.channels()) / type.lanes();
    }

    /** What a level's launch does with the regions of some areas, which are its first arguments. */
    private interface Level {
        Kernel bind(int level, List<Object> area);
    }

    private final class Pooling {
        private final Operation.RoiAlign align;
        private final List<Shape> maps;
        private final Shape shape; // of the regions
        private final int room; // for taps of a region along an axis

        Pooling(Operation.RoiAlign align, List<Shape> maps, Shape shape) {
            this.align = align;
            this.maps = maps;
            this.shape = shape;
            this.room = align.samples() > 0 ? 2 * align.samples() * align.size() : longest() + SHARED * align.size();
        }

        /** Places along the longest axis: with a sample for each, cells side by side have no more taps together. */
        private int longest() {
            return maps.stream()
                    .mapToInt(map -> Math.max(map.height(), map.width()))
                    .max()
                    .orElseThrow();
        }

        int regions() {
            return shape.dim(0) * shape.dim(1);
        }

        /** Of the taps of all regions along both axes, as the source has them. */
        long scratch() {
            return 2L * regions() * (align.size() + 3 + 2L * room) * Integer.BYTES;
        }

        Kernel each(Block regions, Block scratch, Level level) {
            List<Kernel> launches = new ArrayList<>();
            for (int i = 0; i < maps.size(); i++) {
                List<Object> area = List.of(regions, shape.dim(2), from(i), to(i), scratch);
                launches.add(taps(i, area));
                launches.add(level.bind(i, area));
            }
            return Kernel.sequence(launches);
        }

        private Kernel taps(int level, List<Object> area) {
            List<Object> arguments = new ArrayList<>(area);
            Shape map = maps.get(level);
            arguments.addAll(List.of(
                    regions(), room, map.height(), map.width(), align.strides().get(level)));
            arguments.addAll(List.of(align.size(), align.samples(), align.aligned()));
            return launcher.launch(SOURCE, type, "taps", Grid.over(2L * regions()), arguments.toArray());
        }

        Kernel launch(String kernel, Grid grid, int level, List<Object> area, Block from, Block to) {
            List<Object> arguments = new ArrayList<>(area);
            Shape map = maps.get(level);
            arguments.addAll(List.of(from, to, shape.dim(1), room, map.height(), map.width()));
            arguments.addAll(List.of(align.size(), vectors(map)));
            return launcher.launch(SOURCE, type, kernel, grid, arguments.toArray());
        }

        /** The least area of a level's regions. */
        private float from(int level) {
            return level == 0 ? Float.NEGATIVE_INFINITY : border(level - 1);
        }

        /** The area that they are below. */
        private float to(int level) {
            return level == maps.size() - 1 ? Float.NaN : border(level);
        }

        /** The smallest {@code float32} that is not below a border: areas that are compared with it fall on the same side. */
        private float border(int index) {
            double border = align.levels().borders()[index];
            float nearest = (float) border;
            return nearest < border ? Math.nextUp(nearest) : nearest;
        }
    }
}
