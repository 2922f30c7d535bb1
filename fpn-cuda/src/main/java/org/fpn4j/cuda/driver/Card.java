package org.fpn4j.cuda.driver;

import java.util.Locale;
import org.fpn4j.engine.device.CudaDevice.Capability;

/**
 * A card as the driver tells it.
 *
 * @param index by which the driver knows it, from 0
 * @param name {@code NVIDIA H100 80GB HBM3}
 * @param capability which machine code it runs
 * @param memory in bytes
 */
public record Card(int index, String name, Capability capability, long memory) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, compute capability %s, %,d MB", name, capability, memory / 1_000_000);
    }
}
