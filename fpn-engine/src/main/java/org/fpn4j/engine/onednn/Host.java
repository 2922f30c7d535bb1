package org.fpn4j.engine.onednn;

import java.nio.FloatBuffer;
import org.fpn4j.engine.kernel.Block;

/** Blocks as Java sees them: for vectors and boxes, which are too small for a primitive. */
final class Host {
    private Host() {}

    /** The first values of a block, sharing its memory. */
    static FloatBuffer floats(Block block, long count) {
        // not a position within the whole arena: a buffer counts bytes in an int
        return block.pointer().capacity(count).asBuffer();
    }
}
