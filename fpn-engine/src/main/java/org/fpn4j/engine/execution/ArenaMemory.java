package org.fpn4j.engine.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.kernel.Block;

/** The vectors of arenas, each in its memory. */
final class ArenaMemory implements AutoCloseable {
    private final Arenas arenas;
    private final Map<Memory, FlatVector> vectors = new LinkedHashMap<>();

    ArenaMemory(Arenas arenas) {
        this.arenas = arenas;
        arenas.byMemory().forEach((memory, arena) -> vectors.put(memory, memory.allocate(arena.bytes() / Float.BYTES)));
    }

    Block block(ArenaPlace place) {
        return new Block(vectors.get(place.memory()), arenas.offset(place) / Float.BYTES, place.bytes());
    }

    @Override
    public void close() {
        vectors.values().forEach(FlatVector::close);
    }
}
