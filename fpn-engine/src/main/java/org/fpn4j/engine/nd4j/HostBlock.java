package org.fpn4j.engine.nd4j;

import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.engine.kernel.Block;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Blocks in the memory of ND4J's arrays. */
final class HostBlock {
    private HostBlock() {}

    /** A block as an array that shares its memory; a scalar is an array of one value. */
    static INDArray array(Block block, Shape shape) {
        INDArray flat = NativeVector.of(block.memory()).array(block.offset(), shape.size());
        return shape.rank() == 0 ? flat.reshape(1) : flat.reshape(shape.toLongArray());
    }
}
