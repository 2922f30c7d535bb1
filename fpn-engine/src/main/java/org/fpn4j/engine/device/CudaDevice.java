package org.fpn4j.engine.device;

import static java.util.Objects.requireNonNull;

/**
 * An NVIDIA device as its driver tells it.
 *
 * @param name as {@code Tesla V100-SXM2-16GB}
 * @param capability compute capability
 * @param driver version of the driver
 */
public record CudaDevice(String name, Capability capability, String driver) {
    public CudaDevice {
        requireNonNull(name, "name is null");
        requireNonNull(capability, "capability is null");
        requireNonNull(driver, "driver is null");
    }

    /**
     * Which machine code a device runs. Code for one capability runs on devices of the same major number whose minor
     * number is as large or larger; other devices need code of their own, or PTX that the driver compiles for them.
     *
     * @param major generation
     * @param minor within it
     */
    public record Capability(int major, int minor) implements Comparable<Capability> {
        @Override
        public int compareTo(Capability other) {
            return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    @Override
    public String toString() {
        return name + ", compute capability " + capability + ", driver " + driver;
    }
}
