package org.fpn4j.cuda.device;

/** A compiled kernel. */
@FunctionalInterface
public interface DeviceFunction {
    /** Asks the device to run it; nothing is waited for. */
    void launch(Grid grid, Arguments arguments);
}
