package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.execution.Memory;

/**
 * Offsets of places in one vector; places that are never alive together may overlap. The largest are placed first, each at
 * the lowest offset that is free during its life.
 */
final class Arena {
    private final Map<ArenaPlace, Long> offsets = new HashMap<>();
    private final long bytes;

    Arena(Collection<ArenaPlace> all) {
        List<ArenaPlace> largestFirst = new ArrayList<>(new LinkedHashSet<>(all));
        largestFirst.sort(Comparator.comparingLong(ArenaPlace::bytes).reversed().thenComparingInt(place -> place.life()
                .from()));
        List<ArenaPlace> placed = new ArrayList<>(); // by offset
        long end = 0;
        for (ArenaPlace place : largestFirst) {
            long offset = lowestGap(placed, place);
            offsets.put(place, offset);
            end = Math.max(end, offset + aligned(place.bytes()));
            placed.add(place);
            placed.sort(Comparator.comparingLong(offsets::get));
        }
        bytes = end;
    }

    private long lowestGap(List<ArenaPlace> byOffset, ArenaPlace wanted) {
        long offset = 0;
        for (ArenaPlace other : byOffset) {
            if (other.life().overlaps(wanted.life())) {
                if (offsets.get(other) - offset >= wanted.bytes()) {
                    return offset;
                }
                offset = Math.max(offset, offsets.get(other) + aligned(other.bytes()));
            }
        }
        return offset;
    }

    private static long aligned(long size) {
        return (size + Memory.ALIGNMENT - 1) / Memory.ALIGNMENT * Memory.ALIGNMENT;
    }

    /** Length of the vector; a multiple of the alignment. */
    long bytes() {
        return bytes;
    }

    boolean has(ArenaPlace place) {
        return offsets.containsKey(place);
    }

    /** First byte of a place. */
    long offset(ArenaPlace place) {
        return offsets.get(place);
    }
}
