package org.fpn4j.experiments.memory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.nd4j.NativeMemory;

/**
 * What is known of the memory that work takes, in bytes.
 *
 * @param vectors by the memory that they lie in: values of the plans, parameters, their gradients, what the optimizer
 *     remembers
 * @param heap Java's: weights as they are read and written, images with their targets, and what decisions of plans read and
 *     write there
 */
record MemoryNeed(Map<Memory, Long> vectors, long heap) {
    MemoryNeed {
        vectors = Collections.unmodifiableMap(new LinkedHashMap<>(vectors));
    }

    MemoryNeed and(MemoryNeed other) {
        Map<Memory, Long> both = new LinkedHashMap<>(vectors);
        other.vectors.forEach((memory, bytes) -> both.merge(memory, bytes, Long::sum));
        return new MemoryNeed(both, heap + other.heap);
    }

    /** Of a memory. */
    long of(Memory memory) {
        return vectors.getOrDefault(memory, 0L);
    }

    /** Of the host's memory outside Java's heap. */
    long arrays() {
        return of(NativeMemory.shared());
    }

    /** Memories other than the host's. */
    Set<Memory> devices() {
        Map<Memory, Long> devices = new LinkedHashMap<>(vectors);
        devices.remove(NativeMemory.shared());
        return devices.keySet();
    }
}
