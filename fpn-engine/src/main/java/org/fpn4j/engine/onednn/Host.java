package org.fpn4j.engine.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.engine.kernel.Block;

/** Blocks as Java sees them: for vectors and boxes, which are too small for a primitive. */
final class Host {
    private Host() {}

    /** The first values of a block, sharing its memory. */
    static FloatBuffer floats(Block block, long count) {
        FloatPointer pointer = new FloatPointer(block.memory().data().addressPointer());
        return pointer.position(block.offset()).limit(block.offset() + count).asBuffer();
    }
}
