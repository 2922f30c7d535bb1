package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.cuda.device.DeviceLayout;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Kernel;

/**
 * Sums of a map {@code [N, C, H, W]} over everything but its channels, in an order that the shape decides: {@code
 * channel_sums.cu}. For example a convolution's gradient of its bias.
 *
 * @param type of the map, which stands as {@link DeviceLayout#maps} says
 */
record ChannelSums(Launcher launcher, Shape map, ElementType type) {
    private static final String SOURCE = "channel_sums";

    private PixelBlocks blocks() {
        int pixels = Math.toIntExact(map.size() / map.channels());
        return PixelBlocks.forSums(1, pixels, type.padded(map.channels()) / type.lanes());
    }

    /** Bytes that it needs while it runs. */
    long scratch() {
        return (long) blocks().chunks() * type.padded(map.channels()) * Float.BYTES;
    }

    /**
     * Binds it to memory.
     *
     * @param sums {@code [C]}, plain
     */
    Kernel bind(Block map, Block sums, Block scratch) {
        PixelBlocks blocks = blocks();
        int channels = this.map.channels();
        return Kernel.sequence(List.of(
                launcher.launch(
                        SOURCE,
                        type,
                        "chunk_sums",
                        blocks.grid(),
                        map,
                        scratch,
                        blocks.vectors(),
                        blocks.pixels(),
                        blocks.chunk()),
                launcher.launch(
                        SOURCE,
                        type,
                        "channel_sums",
                        PixelBlocks.totals(channels, 1),
                        scratch,
                        sums,
                        blocks.chunks(),
                        type.padded(channels),
                        channels)));
    }
}
