package org.fpn4j.cuda;

import static org.fpn4j.engine.kernel.Format.PLAIN;

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

/**
 * Means of whole maps, factors of an image's channels, and the channels of each cell at one length: {@code
 * global_average_pool.cu}, {@code scale_channels.cu}, {@code normalize_channels.cu}.
 */
final class ChannelKernels {
    private static final String MEAN = "global_average_pool";
    private static final String SCALE = "scale_channels";
    private static final String NORMALIZE = "normalize_channels";

    private final Launcher launcher;
    private final ElementType type;
    private final Format map;

    ChannelKernels(Launcher launcher, ElementType type) {
        this.launcher = launcher;
        this.type = type;
        this.map = DeviceLayout.maps(type);
    }

    private int padded(Shape shape) {
        return type.padded(shape.channels());
    }

    private int vectors(Shape shape) {
        return padded(shape) / type.lanes();
    }

    /** Chunks of each image's pixels. */
    private PixelBlocks chunks(Shape shape) {
        return PixelBlocks.forSums(shape.batch(), shape.height() * shape.width(), vectors(shape));
    }

    /** Bytes for a sum of each channel of each chunk. */
    private long partBytes(PixelBlocks blocks, Shape shape) {
        return (long) blocks.images() * blocks.chunks() * padded(shape) * Float.BYTES;
    }

    private Kernel parts(String source, String kernel, PixelBlocks blocks, Object... operands) {
        Object[] arguments = new Object[operands.length + 4];
        System.arraycopy(operands, 0, arguments, 0, operands.length);
        arguments[operands.length] = blocks.vectors();
        arguments[operands.length + 1] = blocks.pixels();
        arguments[operands.length + 2] = blocks.chunk();
        arguments[operands.length + 3] = blocks.chunks();
        return launcher.launch(source, type, kernel, blocks.grid(), arguments);
    }

    /** A grid whose threads write maps. */
    private Grid rows(Shape shape) {
        return Grid.rows((long) shape.batch() * shape.height(), row(shape));
    }

    private int row(Shape shape) {
        return shape.width() * vectors(shape);
    }

    private static float share(Shape shape) {
        return 1f / ((float) shape.height() * shape.width());
    }

    KernelChoice mean(Step step) {
        Shape shape = step.inputs().get(0).shape();
        PixelBlocks blocks = chunks(shape);
        return new KernelChoice(
                MEAN + ".cu",
                List.of(map),
                List.of(map),
                partBytes(blocks, shape),
                (in, out, scratch) -> Kernel.sequence(List.of(
                        parts(MEAN, "chunk_sums", blocks, in.get(0), scratch),
                        launcher.launch(
                                MEAN,
                                type,
                                "means",
                                PixelBlocks.totals(padded(shape), shape.batch()),
                                scratch,
                                out.get(0),
                                blocks.chunks(),
                                padded(shape),
                                share(shape)))));
    }

    KernelChoice meanBackward(Step step) {
        Shape shape = step.outputs().get(0).shape();
        return new KernelChoice(
                MEAN + ".cu",
                List.of(map),
                List.of(map),
                0,
                (in, out, scratch) -> launcher.launch(
                        MEAN,
                        type,
                        "backward",
                        rows(shape),
                        in.get(0),
                        out.get(0),
                        shape.height(),
                        row(shape),
                        vectors(shape),
                        share(shape)));
    }

    private Kernel scaled(Shape shape, Block x, Block factors, Block y) {
        return launcher.launch(
                SCALE, type, "scale", rows(shape), x, factors, y, shape.height(), row(shape), vectors(shape));
    }

    KernelChoice scale(Step step) {
        Shape shape = step.inputs().get(0).shape();
        return new KernelChoice(
                SCALE + ".cu",
                List.of(map, map),
                List.of(map),
                0,
                (in, out, scratch) -> scaled(shape, in.get(0), in.get(1), out.get(0)));
    }

    KernelChoice scaleBackward(Step step) {
        Shape shape = step.inputs().get(0).shape();
        PixelBlocks blocks = chunks(shape);
        return new KernelChoice(
                SCALE + ".cu",
                List.of(map, map, map),
                List.of(map, map),
                partBytes(blocks, shape),
                (in, out, scratch) -> Kernel.sequence(List.of(
                        scaled(shape, in.get(2), in.get(1), out.get(0)),
                        parts(SCALE, "chunk_products", blocks, in.get(0), in.get(2), scratch),
                        launcher.launch(
                                SCALE,
                                type,
                                "totals",
                                PixelBlocks.totals(padded(shape), shape.batch()),
                                scratch,
                                out.get(1),
                                blocks.chunks(),
                                padded(shape)))));
    }

    private static int pixels(Shape shape) {
        return Math.toIntExact(shape.size() / shape.channels());
    }

    KernelChoice normalize(Step step, double epsilon) {
        Shape shape = step.inputs().get(0).shape();
        return new KernelChoice(
                NORMALIZE + ".cu",
                List.of(map, PLAIN),
                List.of(map),
                0,
                (in, out, scratch) -> launcher.launch(
                        NORMALIZE,
                        type,
                        "forward",
                        Grid.blocks(pixels(shape)),
                        in.get(0),
                        in.get(1),
                        out.get(0),
                        (float) epsilon,
                        shape.channels(),
                        vectors(shape)));
    }

    /** Scratch memory holds the length of each cell, and then sums of chunks. */
    KernelChoice normalizeBackward(Step step, double epsilon) {
        Shape shape = step.inputs().get(0).shape();
        int pixels = pixels(shape);
        PixelBlocks blocks = PixelBlocks.forSums(1, pixels, vectors(shape));
        long lengths = (long) pixels * Float.BYTES;
        return new KernelChoice(
                NORMALIZE + ".cu",
                List.of(map, PLAIN, map),
                List.of(map, PLAIN),
                lengths + partBytes(blocks, shape),
                (in, out, scratch) -> {
                    Block parts = scratch.part(lengths, scratch.bytes() - lengths);
                    return Kernel.sequence(List.of(
                            launcher.launch(
                                    NORMALIZE,
                                    type,
                                    "backward",
                                    Grid.blocks(pixels),
                                    in.get(0),
                                    in.get(1),
                                    in.get(2),
                                    out.get(0),
                                    scratch,
                                    (float) epsilon,
                                    shape.channels(),
                                    vectors(shape)),
                            parts(NORMALIZE, "chunk_sums", blocks, in.get(0), in.get(2), scratch, parts),
                            launcher.launch(
                                    NORMALIZE,
                                    type,
                                    "totals",
                                    PixelBlocks.totals(shape.channels(), 1),
                                    parts,
                                    out.get(1),
                                    blocks.chunks(),
                                    padded(shape),
                                    shape.channels())));
                });
    }
}
