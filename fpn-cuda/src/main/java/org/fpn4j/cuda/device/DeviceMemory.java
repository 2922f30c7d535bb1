package org.fpn4j.cuda.device;

import java.util.OptionalLong;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.VectorAlgebra;

/** A device's memory; one object for each device, so that all networks on it share it without copies. */
public final class DeviceMemory implements Memory {
    private final Device device;
    private final VectorAlgebra algebra;

    /** The memory of a device. */
    public DeviceMemory(Device device) {
        this.device = device;
        this.algebra = new DeviceAlgebra(device);
    }

    /** Whose memory it is. */
    public Device device() {
        return device;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public DeviceVector allocate(long length) {
        device.enter();
        return new DeviceVector(this, device.allocate(length * Float.BYTES), length);
    }

    @Override
    public OptionalLong available() {
        device.enter();
        return device.available();
    }

    @Override
    public boolean isFed() {
        return true;
    }

    @Override
    public DeviceFeed feed(long length) {
        return new DeviceFeed(allocate(length));
    }

    @Override
    public VectorAlgebra algebra() {
        return algebra;
    }
}
