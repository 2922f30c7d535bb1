package org.fpn4j.experiments.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/**
 * What memory there is, in bytes.
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
        long limit = Pointer.maxBytes();
        return new MachineMemory(
                system.getTotalMemorySize(), // a container's limit where there is one
                Runtime.getRuntime().maxMemory(),
                limit > 0 ? limit - Pointer.totalBytes() : Long.MAX_VALUE);
    }

    /** Whether there is as much. */
    boolean holds(MemoryNeed need) {
        return need.arrays() <= arrays && need.heap() + PROGRAM <= heap && need.arrays() + need.heap() <= machine;
    }

    /** How far from a need that it holds to one that it does not the first limit lies, 0 to 1. */
    double share(MemoryNeed held, MemoryNeed other) {
        double share = share(arrays, held.arrays(), other.arrays());
        share = Math.min(share, share(heap - PROGRAM, held.heap(), other.heap()));
        return Math.min(share, share(machine, held.arrays() + held.heap(), other.arrays() + other.heap()));
    }

    private static double share(long limit, long held, long other) {
        return other <= limit ? 1 : (double) (limit - held) / (other - held);
    }
}
