package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Memory;

/** An arena in each memory that has places. */
record Arenas(Map<Memory, Arena> byMemory) {
    Arenas {
        byMemory = Collections.unmodifiableMap(new LinkedHashMap<>(byMemory));
    }

    static Arenas of(Collection<ArenaPlace> places) {
        Map<Memory, List<ArenaPlace>> apart = new LinkedHashMap<>();
        places.forEach(place -> apart.computeIfAbsent(place.memory(), memory -> new ArrayList<>())
                .add(place));
        Map<Memory, Arena> arenas = new LinkedHashMap<>();
        apart.forEach((memory, own) -> arenas.put(memory, new Arena(own)));
        return new Arenas(arenas);
    }

    boolean has(ArenaPlace place) {
        return byMemory.containsKey(place.memory())
                && byMemory.get(place.memory()).has(place);
    }

    /** First byte of a place in the arena of its memory. */
    long offset(ArenaPlace place) {
        return byMemory.get(place.memory()).offset(place);
    }

    /** Adds what each memory holds of them. */
    void addTo(Map<Memory, Long> bytes) {
        byMemory.forEach((memory, arena) -> bytes.merge(memory, arena.bytes(), Long::sum));
    }

    /** Bytes of all together. */
    long bytes() {
        return byMemory.values().stream().mapToLong(Arena::bytes).sum();
    }
}
