package org.fpn4j.onednn;

import org.fpn4j.core.graph.Shape;
import org.fpn4j.engine.kernel.Block;
import org.fpn4j.engine.kernel.Format;

/**
 * A convolution's kernel in whole numbers, and behind them what a value of 1 stands for in each output channel.
 *
 * @param layout of the whole numbers
 * @param channels of the output
 * @param most the largest whole number
 */
record QuantizedKernel(Layout layout, int channels, int most) implements Format {
    private static final long ALIGNMENT = 64;

    private long firstStep() {
        return (layout.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public long bytes(Shape shape) {
        return firstStep() + (long) Float.BYTES * channels;
    }

    Block values(Block block) {
        return block.part(0, layout.bytes());
    }

    /** One {@code float32} for each output channel. */
    Block steps(Block block) {
        return block.part(firstStep(), (long) Float.BYTES * channels);
    }

    @Override
    public String toString() {
        return layout + " by channel";
    }
}
