package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.plan.Step;
import org.fpn4j.engine.plan.Value;

/**
 * Predictor maps to rows of cells and back. Rows of cells are a map with its channels last, so each level is one reorder to
 * or from its part of the rows.
 */
final class CellKernels {
    private final Engine engine;
    private final Layouts layouts;

    CellKernels(Engine engine, Layouts layouts) {
        this.engine = engine;
        this.layouts = layouts;
    }

    /** Where a level's values stand among those of all levels. */
    private record Part(dnnl_memory_desc desc, long firstValue) {}

    private List<Part> parts(List<Value> maps, Shape cells) {
        List<Part> parts = new ArrayList<>();
        long perImage = cells.size() / cells.dim(0);
        long first = 0;
        for (Value map : maps) {
            Shape shape = map.shape();
            long channels = shape.channels();
            long[] strides = {perImage, 1, shape.width() * channels, channels};
            parts.add(new Part(engine.strided(shape.toLongArray(), dnnl_f32, strides), first));
            first += shape.size() / shape.batch();
        }
        return parts;
    }

    private static Block from(Block cells, long firstValue) {
        return cells.part(firstValue * Float.BYTES, cells.bytes() - firstValue * Float.BYTES);
    }

    KernelChoice join(Step step, List<Format> formats) {
        List<Part> parts = parts(step.inputs(), step.outputs().get(0).shape());
        List<Layout> maps = new ArrayList<>();
        List<Primitive> reorders = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            maps.add(layouts.ofResult(formats.get(i), step.inputs().get(i).shape()));
            reorders.add(layouts.reorder(maps.get(i).desc(), parts.get(i).desc(), engine.attributes()));
        }
        return new KernelChoice(
                reorders.get(0).implementation(),
                List.copyOf(maps),
                List.of(Format.PLAIN),
                scratch(reorders),
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < reorders.size(); i++) {
                        kernels.add(engine.bind(reorders.get(i), scratch)
                                .with(DNNL_ARG_FROM, maps.get(i), in.get(i))
                                .with(
                                        DNNL_ARG_TO,
                                        parts.get(i).desc(),
                                        from(out.get(0), parts.get(i).firstValue()))
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }

    KernelChoice split(Step step) {
        List<Part> parts = parts(step.outputs(), step.inputs().get(0).shape());
        List<Layout> maps = new ArrayList<>();
        List<Primitive> reorders = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            maps.add(layouts.map(step.outputs().get(i).shape()));
            reorders.add(layouts.reorder(parts.get(i).desc(), maps.get(i).desc(), engine.attributes()));
        }
        return new KernelChoice(
                reorders.get(0).implementation(),
                List.of(Format.PLAIN),
                List.copyOf(maps),
                scratch(reorders),
                (in, out, scratch) -> {
                    List<Kernel> kernels = new ArrayList<>();
                    for (int i = 0; i < reorders.size(); i++) {
                        kernels.add(engine.bind(reorders.get(i), scratch)
                                .with(
                                        DNNL_ARG_FROM,
                                        parts.get(i).desc(),
                                        from(in.get(0), parts.get(i).firstValue()))
                                .with(DNNL_ARG_TO, maps.get(i), out.get(i))
                                .kernel());
                    }
                    return Kernel.sequence(kernels);
                });
    }

    private static long scratch(List<Primitive> primitives) {
        return primitives.stream().mapToLong(Primitive::scratchBytes).max().orElse(0);
    }
}
