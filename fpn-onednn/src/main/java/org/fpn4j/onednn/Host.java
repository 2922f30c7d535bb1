package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.core.nd4j.NativeVector;
import org.fpn4j.engine.kernel.Block;

/** Blocks as native libraries on the host see them, and as Java does. */
final class Host {
    private Host() {}

    /** Where a block begins. */
    static FloatPointer pointer(Block block) {
        return NativeVector.of(block.memory()).pointer(block.offset());
    }

    /** The first values of a block, sharing its memory: for vectors and boxes, which are too small for a primitive. */
    static FloatBuffer floats(Block block, long count) {
        // not a position within the whole arena: a buffer counts bytes in an int
        return Floats.at(pointer(block), count).buffer();
    }
}
