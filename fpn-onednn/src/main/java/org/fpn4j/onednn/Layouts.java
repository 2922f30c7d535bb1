package org.fpn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_submemory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nChw16c;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nChw8c;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nchw;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nhwc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.KernelChoice;
import org.fpn4j.engine.kernel.RefusedException;

/** Which layout maps have on this CPU, and reorders between layouts. */
final class Layouts {
    private static final int MAP_RANK = 4;

    private final Engine engine;
    private final int type;
    private final int resultType;
    private final int mapTag;

    /**
     * Layouts of maps.
     *
     * @param type {@code dnnl_f32} or {@code dnnl_bf16}
     * @param resultType of maps that predictors make
     * @param mapTag in which maps are kept that come in no other layout
     */
    Layouts(Engine engine, int type, int resultType, int mapTag) {
        this.engine = engine;
        this.type = type;
        this.resultType = resultType;
        this.mapTag = mapTag;
    }

    /** The order that a convolution of 64 channels chooses: in blocks of 16 or 8 channels, or channels last. */
    static int favouriteTag(Engine engine, int type) {
        Shape map = Shape.of(1, 64, 32, 32);
        Layout chosen = ConvolutionKernels.usual(engine, type, map, Shape.of(64, 64, 3, 3), map)
                .layout(DNNL_ARG_DST);
        for (int tag : new int[] {dnnl_nChw16c, dnnl_nChw8c}) {
            if (chosen.equals(new Layout(engine.tagged(map.toLongArray(), type, tag)))) {
                return tag;
            }
        }
        return dnnl_nhwc;
    }

    /** The layout of a map that is there already; for a plain one, the layout to bring it to. */
    Layout ofMap(Format format, Shape shape) {
        return format instanceof Layout layout ? layout : map(shape);
    }

    /** The same of values that are no whole numbers, which convolutions and pooling alone compute with. */
    Layout ofNumbers(Format format, Shape shape) {
        return format instanceof Layout layout && !layout.isQuantized() ? layout : map(shape);
    }

    /**
     * The order of a map's values for a map of another size.
     *
     * @throws RefusedException where it is none that maps usually have
     */
    Layout like(Layout map, Shape shape, Shape other) {
        for (int tag : new int[] {mapTag, dnnl_nChw16c, dnnl_nChw8c, dnnl_nhwc, dnnl_nchw}) {
            if (map.equals(new Layout(engine.tagged(shape.toLongArray(), map.type(), tag)))) {
                return new Layout(engine.tagged(other.toLongArray(), map.type(), tag));
            }
        }
        throw new RefusedException("no map of " + other + " has the order " + map);
    }

    /**
     * Some channels of a map, in its memory.
     *
     * @param shape of the part
     * @param first of its channels
     * @throws RefusedException where they begin or end within a block
     */
    dnnl_memory_desc part(Layout map, Shape shape, int first) {
        dnnl_memory_desc desc = new dnnl_memory_desc();
        Engine.offered(
                dnnl_memory_desc_create_submemory(desc, map.desc(), shape.toLongArray(), new long[] {0, first, 0, 0}),
                "a part of " + map);
        return engine.own(desc);
    }

    /** The same of a map that a predictor made. */
    Layout ofResult(Format format, Shape shape) {
        return format instanceof Layout layout
                ? layout
                : new Layout(engine.tagged(shape.toLongArray(), resultType, mapTag));
    }

    /**
     * The layout to bring values of one shape to: of those that are not plain, the one that most of them have; of several, the
     * one in which maps are kept on this CPU, for most who read the result want it.
     */
    Format common(Shape shape, List<Format> formats) {
        List<Format> own = formats.stream()
                .map(format -> format instanceof Layout layout && layout.isQuantized() ? map(shape) : format)
                .filter(Layout.class::isInstance)
                .toList(); // whole numbers are for convolutions alone
        Comparator<Format> order = Comparator.comparing(format -> Collections.frequency(own, format));
        if (shape.rank() == MAP_RANK) {
            order = order.thenComparing(map(shape)::equals);
        }
        return own.stream().max(order).orElse(Format.PLAIN);
    }

    /** The layout in which maps are kept on this CPU. */
    Layout map(Shape shape) {
        return new Layout(engine.tagged(shape.toLongArray(), type, mapTag));
    }

    /** The layout that some convolutions give a map, whatever that of others is. */
    Layout channelsLast(Shape shape) {
        return new Layout(engine.tagged(shape.toLongArray(), type, dnnl_nhwc));
    }

    /** The layout of one image of a map; the images must follow each other. */
    Layout ofImage(Layout map, Shape shape) {
        long[] dims = shape.toLongArray();
        dims[0] = 1;
        dnnl_memory_desc desc = new dnnl_memory_desc();
        Engine.offered(
                dnnl_memory_desc_create_submemory(desc, map.desc(), dims, new long[dims.length]), "an image of " + map);
        Layout image = new Layout(engine.own(desc));
        if (image.bytes() * shape.batch() != map.bytes()) {
            throw new RefusedException("oneDNN keeps the images of " + map + " within each other");
        }
        return image;
    }

    /** Row-major {@code float32} with as many dimensions as a layout has: depthwise kernels have a fifth for groups. */
    private dnnl_memory_desc plainFor(Shape shape, Layout other) {
        if (other.rank() == shape.rank() + 1) {
            return engine.plain(ConvolutionKernels.kernelDims(shape, shape.dim(0)));
        }
        return engine.plain(shape);
    }

    dnnl_memory_desc desc(Format format, Shape shape, Format other) {
        if (format instanceof Layout layout) {
            return layout.desc();
        }
        return other instanceof Layout layout ? plainFor(shape, layout) : engine.plain(shape);
    }

    Primitive reorder(dnnl_memory_desc from, dnnl_memory_desc to, dnnl_primitive_attr attributes) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        Engine.offered(
                dnnl_reorder_primitive_desc_create(desc, from, engine.handle(), to, engine.handle(), attributes),
                "a reorder");
        return new Primitive(engine, desc);
    }

    /** Whole numbers become what they stand for on the way, and the nearest whole numbers are made of what does not fit. */
    KernelChoice convert(Shape shape, Format from, Format to) {
        dnnl_memory_desc source = desc(from, shape, to);
        dnnl_memory_desc target = desc(to, shape, from);
        Scales scales = new Scales(engine).step(DNNL_ARG_FROM, from).step(DNNL_ARG_TO, to);
        Primitive primitive = reorder(source, target, scales.on(engine.attributes()));
        return new KernelChoice(
                primitive.implementation(),
                List.of(from),
                List.of(to),
                primitive.scratchBytes(),
                (in, out, scratch) -> scales.bound(engine.bind(primitive, scratch))
                        .with(DNNL_ARG_FROM, source, in.get(0))
                        .with(DNNL_ARG_TO, target, out.get(0))
                        .kernel());
    }
}
