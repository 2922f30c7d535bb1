package org.fpn4j.engine.execution;

import org.fpn4j.core.execution.NativeVector;
import org.fpn4j.engine.kernel.Block;

/** The memory of an arena. */
final class ArenaMemory implements AutoCloseable {
    private final Arena arena;
    private final NativeVector vector;
    private final long start; // first byte of the vector that is aligned

    ArenaMemory(Arena arena) {
        this.arena = arena;
        vector = NativeVector.uninitialized((arena.bytes() + Arena.ALIGNMENT) / Float.BYTES);
        long address = vector.array().data().address();
        start = Arena.aligned(address) - address;
    }

    Block block(Place place) {
        return new Block(vector.array(), (start + arena.offset(place)) / Float.BYTES, place.bytes());
    }

    @Override
    public void close() {
        vector.close();
    }
}
