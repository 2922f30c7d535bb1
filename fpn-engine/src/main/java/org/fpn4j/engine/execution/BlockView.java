package org.fpn4j.engine.execution;

import org.fpn4j.core.graph.TensorView;
import org.fpn4j.engine.kernel.Block;

/**
 * The plain values of a block.
 *
 * @param size number of values; the block may be longer
 */
record BlockView(Block block, long size) implements TensorView {
    @Override
    public void read(long from, float[] target, int offset, int count) {
        java.util.Objects.checkFromIndexSize(from, count, size);
        block.read(from, target, offset, count);
    }
}
