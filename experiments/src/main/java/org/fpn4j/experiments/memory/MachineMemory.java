package org.fpn4j.experiments.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.nd4j.NativeMemory;

/**
 * What memory there is, in bytes; a device's memory is asked itself.
 *
 * @param machine of the machine, or of the container that this process lives in
 * @param heap that Java's heap may take; {@code FPN_HEAP} sets it
 * @param arrays that native arrays may still take; {@code FPN_OFFHEAP} sets what they may take in all
 */
record MachineMemory(long machine, long heap, long arrays) {
    private static final long PROGRAM = 64 << 20; // of the heap: what is needed whatever is done

    /** Of this process at this moment. */
    static MachineMemory here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MachineMemory(
                system.getTotalMemorySize(), // a container's limit where there is one
                Runtime.getRuntime().maxMemory(),
                available(NativeMemory.shared()));
    }

    /** What vectors may still take in a memory; without end where nobody knows. */
    static long available(Memory memory) {
        return memory.available().orElse(Long.MAX_VALUE);
    }

    /** Whether there is as much, wherever it lies. */
    boolean holds(MemoryNeed need) {
        return hostHolds(need) && need.devices().stream().allMatch(device -> need.of(device) <= available(device));
    }

    /** Whether the host has what lies there. */
    boolean hostHolds(MemoryNeed need) {
        return need.arrays() <= arrays && need.heap() + PROGRAM <= heap && need.arrays() + need.heap() <= machine;
    }

    /** How far from a need that it holds to one that it does not the first limit lies, 0 to 1. */
    double share(MemoryNeed held, MemoryNeed other) {
        double share = share(arrays, held.arrays(), other.arrays());
        share = Math.min(share, share(heap - PROGRAM, held.heap(), other.heap()));
        share = Math.min(share, share(machine, held.arrays() + held.heap(), other.arrays() + other.heap()));
        for (Memory device : other.devices()) {
            share = Math.min(share, share(available(device), held.of(device), other.of(device)));
        }
        return share;
    }

    private static double share(long limit, long held, long other) {
        return other <= limit ? 1 : (double) (limit - held) / (other - held);
    }
}
