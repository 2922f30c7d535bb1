package org.fpn4j.cuda;

import java.util.List;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.ElementType;
import org.fpn4j.cuda.driver.Devices;
import org.fpn4j.cuda.driver.DriverDevice;
import org.fpn4j.engine.kernel.KernelOptions;
import org.fpn4j.engine.kernel.KernelProvider;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.nd4j.Nd4jKernels;

/** The card that tests run on, where there is one. */
final class UsedCard {
    private UsedCard() {}

    /** For {@code @EnabledIf}. */
    static boolean isThere() {
        return new CudaLibrary().unavailable(Precision.FLOAT32).isEmpty();
    }

    /** For {@code @EnabledIf}. */
    static boolean hasBfloat16() {
        return new CudaLibrary().unavailable(Precision.BFLOAT16).isEmpty();
    }

    /** What this process has of its memory. */
    static long allocated() {
        DeviceMemory memory = Devices.here().memory(0, ElementType.FLOAT32);
        return ((DriverDevice) memory.device()).allocated();
    }

    /** Its kernels for one network, and behind them those of the CPU. */
    static List<KernelProvider> providers(Precision precision) {
        return List.of(new CudaLibrary().create(KernelOptions.of(precision, 1)), new Nd4jKernels());
    }
}
