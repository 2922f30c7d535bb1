package org.fpn4j.engine.execution;

import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.kernel.Block;

/** The memory of an arena. */
final class ArenaMemory implements AutoCloseable {
    private final Arena arena;
    private final FlatVector vector;

    ArenaMemory(Arena arena, Memory memory) {
        this.arena = arena;
        vector = memory.allocate(Math.max(Memory.ALIGNMENT, arena.bytes()) / Float.BYTES);
    }

    Block block(Place place) {
        return new Block(vector, arena.offset(place) / Float.BYTES, place.bytes());
    }

    @Override
    public void close() {
        vector.close();
    }
}
