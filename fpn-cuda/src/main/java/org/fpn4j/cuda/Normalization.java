package org.fpn4j.cuda;

import static org.fpn4j.engine.kernel.Format.PLAIN;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.device.Grid;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.kernel.Kernel;
import org.fpn4j.engine.kernel.KernelChoice;

/**
 * What norms have in common, {@code norm.cuh}: statistics are of groups of channels, in each image or in all of them as if they
 * were one.
 *
 * @param source the norm's own, which includes it
 * @param images whose statistics are apart
 * @param pixels of each of them
 * @param groups of channels
 */
record Normalization(
        Launcher launcher,
        String source,
        ElementType type,
        double epsilon,
        int images,
        int pixels,
        int channels,
        int groups) {
    private static final int MOMENTS = 3; // sums of a channel and chunk
    private static final int SLOPES = 2;

    /** x, scale, shift to y, mean, variance. */
    KernelChoice forward() {
        return new KernelChoice(
                source + ".cu",
                List.of(map(), PLAIN, PLAIN),
                List.of(map(), PLAIN, PLAIN),
                partBytes(MOMENTS),
                (in, out, scratch) -> Kernel.sequence(List.of(
                        moments(in.get(0), scratch),
                        statistics(scratch, out.get(1), out.get(2)),
                        normalize(in.get(0), in.get(1), in.get(2), out.get(1), out.get(2), out.get(0)))));
    }

    /** x, scale, mean, variance, dy to dx, dscale, dshift, where the statistics are those of x. */
    KernelChoice backward() {
        return new KernelChoice(
                source + ".cu",
                List.of(map(), PLAIN, PLAIN, PLAIN, map()),
                List.of(map(), PLAIN, PLAIN),
                partBytes(SLOPES) + meanBytes(),
                (in, out, scratch) -> Kernel.sequence(List.of(
                        slopes(in, scratch),
                        gradients(in.get(1), out, scratch, (long) images * groups),
                        overValues(
                                "normalize_backward",
                                in.get(0),
                                in.get(1),
                                in.get(2),
                                in.get(3),
                                in.get(4),
                                means(scratch),
                                out.get(0)))));
    }

    /** x, scale, shift, mean, variance to y, where the statistics are stored. */
    KernelChoice storedForward() {
        return new KernelChoice(
                source + ".cu",
                List.of(map(), PLAIN, PLAIN, PLAIN, PLAIN),
                List.of(map()),
                0,
                (in, out, scratch) -> normalize(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), out.get(0)));
    }

    /** x, scale, mean, variance, dy to dx, dscale, dshift, where the statistics are stored. */
    KernelChoice storedBackward() {
        return new KernelChoice(
                source + ".cu",
                List.of(map(), PLAIN, PLAIN, PLAIN, map()),
                List.of(map(), PLAIN, PLAIN),
                partBytes(SLOPES) + meanBytes(),
                (in, out, scratch) -> Kernel.sequence(List.of(
                        slopes(in, scratch),
                        gradients(in.get(1), out, scratch, 0),
                        overValues("stored_backward", in.get(1), in.get(3), in.get(4), out.get(0)))));
    }

    private Format map() {
        return DeviceLayout.maps(type);
    }

    private int padded() {
        return type.padded(channels);
    }

    private PixelBlocks sums() {
        return PixelBlocks.forSums(images, pixels, padded() / type.lanes());
    }

    private long partBytes(int sums) {
        return (long) images * sums().chunks() * sums * padded() * Float.BYTES;
    }

    /** Of two means of each group, behind the sums. */
    private long meanBytes() {
        return 2L * images * groups * Float.BYTES;
    }

    private Block means(Block scratch) {
        return scratch.part(partBytes(SLOPES), meanBytes());
    }

    private Kernel moments(Block x, Block scratch) {
        PixelBlocks blocks = sums();
        return launcher.launch(
                source,
                type,
                "moments",
                blocks.grid(),
                x,
                scratch,
                blocks.vectors(),
                pixels,
                blocks.chunk(),
                blocks.chunks());
    }

    private Kernel statistics(Block scratch, Block mean, Block variance) {
        PixelBlocks blocks = sums();
        return launcher.launch(
                source,
                type,
                "statistics",
                Grid.blocks((long) images * groups),
                scratch,
                mean,
                variance,
                padded(),
                groups,
                channels / groups,
                pixels,
                blocks.chunk(),
                blocks.chunks());
    }

    private Kernel normalize(Block x, Block scale, Block shift, Block mean, Block variance, Block y) {
        return overValues("normalize", x, scale, shift, mean, variance, y);
    }

    private Kernel slopes(List<Block> in, Block scratch) {
        return overPixels(sums(), "slopes", in.get(0), in.get(2), in.get(3), in.get(4), scratch);
    }

    /** @param means groups whose means are wanted */
    private Kernel gradients(Block scale, List<Block> out, Block scratch, long means) {
        return launcher.launch(
                source,
                type,
                "gradients",
                Grid.blocks(channels + means),
                scratch,
                scale,
                out.get(1),
                out.get(2),
                means(scratch),
                images,
                channels,
                padded(),
                groups,
                channels / groups,
                pixels,
                sums().chunks());
    }

    private Kernel overValues(String kernel, Block... values) {
        return overPixels(PixelBlocks.forValues(images, pixels, padded() / type.lanes()), kernel, values);
    }

    /** A kernel whose last arguments are epsilon and the shape. */
    private Kernel overPixels(PixelBlocks blocks, String kernel, Block... values) {
        List<Object> arguments = new ArrayList<>(List.of(values));
        arguments.addAll(List.of(
                (float) epsilon,
                channels,
                blocks.vectors(),
                groups,
                channels / groups,
                pixels,
                blocks.chunk(),
                blocks.chunks()));
        return launcher.launch(source, type, kernel, blocks.grid(), arguments.toArray());
    }
}
