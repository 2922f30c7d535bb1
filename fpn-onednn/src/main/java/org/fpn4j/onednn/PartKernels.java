package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * Maps beside each other as channels of one, and blocks of cells as channels: reorders to or from parts of a map. Where a part
 * does not begin with a block of channels, the map of all has its channels last.
 */
final class PartKernels {
    private final Engine engine;
    private final Layouts layouts;

    PartKernels(Engine engine, Layouts layouts) {
        this.engine = engine;
        this.layouts = layouts;
    }

    /** A map and the parts of its memory that stand for others. */
    private record Whole(Layout layout, List<dnnl_memory_desc> parts) {}

    private Whole whole(Layout layout, List<Value> maps) {
        List<dnnl_memory_desc> parts = new ArrayList<>();
        int first = 0;
        for (Value map : maps) {
            parts.add(layouts.part(layout, map.shape(), first));
            first += map.shape().channels();
        }
        return new Whole(layout, parts);
    }

    /** In the given layout, or else with channels last. */
    private Whole whole(Layout layout, Shape shape, List<Value> maps) {
        try {
            return whole(layout, maps);
        } catch (RefusedException e) {
            return whole(layouts.channelsLast(shape), maps);
        }
    }

    KernelChoice join(Step step, List<Format> formats) {
        Shape shape = step.outputs().get(0).shape();
        List<Layout> maps = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
            maps.add(layouts.ofNumbers(formats.get(i), step.inputs().get(i).shape()));
        }
        Layout preferred = layouts.like(maps.get(0), step.inputs().get(0).shape(), shape);
        Whole whole = whole(preferred, shape, step.inputs());
        List<Primitive> reorders = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            reorders.add(layouts.reorder(maps.get(i).desc(), whole.parts().get(i), engine.attributes()));
        }
        return new KernelChoice(
                reorders.get(0).implementation(),
                maps.stream().map(Layout::format).toList(),
                List.of(whole.layout().format()),
                scratch(reorders),
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < reorders.size(); i++) {
                        kernels.add(engine.bind(reorders.get(i), scratch)
                                .with(DNNL_ARG_FROM, maps.get(i), in.get(i))
                                .with(DNNL_ARG_TO, whole.parts().get(i), out.get(0))
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }

    KernelChoice split(Step step, Format gradient) {
        Shape shape = step.inputs().get(0).shape();
        Whole whole = whole(layouts.ofNumbers(gradient, shape), shape, step.outputs());
        List<Layout> maps = new ArrayList<>();
        List<Primitive> reorders = new ArrayList<>();
        for (int i = 0; i < whole.parts().size(); i++) {
            maps.add(layouts.map(step.outputs().get(i).shape()));
            reorders.add(layouts.reorder(whole.parts().get(i), maps.get(i).desc(), engine.attributes()));
        }
        return new KernelChoice(
                reorders.get(0).implementation(),
                List.of(whole.layout().format()),
                maps.stream().map(Layout::format).toList(),
                scratch(reorders),
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < reorders.size(); i++) {
                        kernels.add(engine.bind(reorders.get(i), scratch)
                                .with(DNNL_ARG_FROM, whole.parts().get(i), in.get(0))
                                .with(DNNL_ARG_TO, maps.get(i), out.get(i))
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }

    private static long scratch(List<Primitive> primitives) {
        return primitives.stream().mapToLong(Primitive::scratchBytes).max().orElse(0);
    }

    /** Images come as they are, other maps with their channels last. */
    KernelChoice stack(Step step, int block, Format input) {
        Shape wide = step.inputs().get(0).shape();
        Shape deep = step.outputs().get(0).shape();
        Format from = input instanceof Layout ? layouts.channelsLast(wide).format() : Format.PLAIN;
        Layout to = layouts.channelsLast(deep);
        return moved(from, blocks(from, wide, block), to.format(), stacked(to.format(), deep, block));
    }

    KernelChoice unstack(Step step, int block) {
        Shape deep = step.inputs().get(0).shape();
        Shape wide = step.outputs().get(0).shape();
        Format from = layouts.channelsLast(deep).format();
        Format to = layouts.channelsLast(wide).format();
        return moved(from, stacked(from, deep, block), to, blocks(to, wide, block));
    }

    private KernelChoice moved(Format from, dnnl_memory_desc source, Format to, dnnl_memory_desc target) {
        Primitive primitive = layouts.reorder(source, target, engine.attributes());
        return new KernelChoice(
                primitive.implementation(),
                List.of(from),
                List.of(to),
                primitive.scratchBytes(),
                (in, out, scratch) -> engine.bind(primitive, scratch)
                        .with(DNNL_ARG_FROM, source, in.get(0))
                        .with(DNNL_ARG_TO, target, out.get(0))
                        .kernel());
    }

    /** A map as {@code [N, dx, dy, C, H, W]}, of blocks of {@code dy} rows and {@code dx} columns. */
    private dnnl_memory_desc blocks(Format format, Shape wide, int block) {
        long channel = channel(format, wide);
        long column = column(format, wide);
        long row = wide.width() * column;
        int height = wide.height() / block;
        int width = wide.width() / block;
        return engine.strided(
                new long[] {wide.batch(), block, block, wide.channels(), height, width},
                type(format),
                new long[] {perImage(wide), column, row, channel, block * row, block * column});
    }

    /** The same of a map whose channels are {@code [dx, dy, C]}. */
    private dnnl_memory_desc stacked(Format format, Shape deep, int block) {
        long channel = channel(format, deep);
        long column = column(format, deep);
        long channels = deep.channels() / (block * block);
        return engine.strided(
                new long[] {deep.batch(), block, block, channels, deep.height(), deep.width()},
                type(format),
                new long[] {
                    perImage(deep),
                    block * channels * channel,
                    channels * channel,
                    channel,
                    deep.width() * column,
                    column
                });
    }

    private static int type(Format format) {
        return format instanceof Layout layout ? layout.type() : dnnl_f32;
    }

    private static long perImage(Shape map) {
        return map.size() / map.batch();
    }

    /** Values from one channel of a cell to the next. */
    private static long channel(Format format, Shape map) {
        return format instanceof Layout ? 1 : (long) map.height() * map.width();
    }

    /** Values from one cell of a row to the next. */
    private static long column(Format format, Shape map) {
        return format instanceof Layout ? map.channels() : 1;
    }
}
