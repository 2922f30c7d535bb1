package org.fpn4j.engine.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.engine.kernel.Block;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One vector for many places: places that are never alive together may overlap. The largest are placed first, each at the
 * lowest offset that is free during its life.
 */
final class Arena implements AutoCloseable {
    private static final long ALIGNMENT = 64; // a cache line, and the widest vector register

    private final long bytes;
    private INDArray memory; // made when it is first needed, so that a plan can be read without running it
    private long start;

    Arena(Collection<Place> all) {
        List<Place> largestFirst = new ArrayList<>(new LinkedHashSet<>(all));
        largestFirst.removeIf(Place::unused);
        largestFirst.sort(Comparator.comparingLong(Place::bytes).reversed().thenComparingInt(Place::firstUse));
        List<Place> placed = new ArrayList<>(); // by offset
        long end = 0;
        for (Place place : largestFirst) {
            place.putAt(lowestGap(placed, place));
            end = Math.max(end, place.offset() + aligned(place.bytes()));
            placed.add(place);
            placed.sort(Comparator.comparingLong(Place::offset));
        }
        bytes = end;
    }

    private static long lowestGap(List<Place> byOffset, Place wanted) {
        long offset = 0;
        for (Place other : byOffset) {
            if (other.livesWith(wanted)) {
                if (other.offset() - offset >= wanted.bytes()) {
                    return offset;
                }
                offset = Math.max(offset, other.offset() + aligned(other.bytes()));
            }
        }
        return offset;
    }

    private static long aligned(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Length of the vector. */
    long bytes() {
        return bytes;
    }

    Block block(Place place) {
        if (memory == null) {
            memory = allocated((bytes + ALIGNMENT) / Float.BYTES + 1);
            memory.setCloseable(true);
            start = aligned(memory.data().address()) - memory.data().address();
        }
        return new Block(memory, (start + place.offset()) / Float.BYTES, place.bytes());
    }

    private static INDArray allocated(long values) {
        try {
            return Nd4j.createUninitialized(DataType.FLOAT, values);
        } catch (OutOfMemoryError e) {
            UserInputException refusal = new UserInputException(
                    "execution",
                    "a run of this network needs " + values * Float.BYTES / 1_000_000
                            + " MB for its values, more than arrays may still take",
                    "a smaller input or batch needs less; FPN_OFFHEAP raises the limit where the machine has more");
            refusal.initCause(e);
            throw refusal;
        }
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
