package org.fpn4j.cuda.emulation;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.cuda.device.Device;
import org.fpn4j.cuda.device.DeviceFunction;
import org.fpn4j.cuda.device.DeviceMemory;
import org.fpn4j.cuda.device.KernelSource;
import org.fpn4j.cuda.device.Uploads;
import org.fpn4j.engine.kernel.Kernel;

/**
 * The CPU as a device. Its memory is the host's, but nobody who does not ask it gets at that; what is allocated is filled
 * with NaN, so that whoever reads what was not written is found out.
 */
public final class EmulatedDevice implements Device {
    private static final DeviceMemory MEMORY = new DeviceMemory(new EmulatedDevice());

    private final NavigableMap<Long, BytePointer> allocated = new TreeMap<>();
    private final Map<KernelSource, NativeLibrary> libraries = new HashMap<>();
    private long bytes;
    private long allocations;

    private EmulatedDevice() {}

    /** Whether this machine can compile kernels; for {@code @EnabledIf}. */
    public static boolean isThere() {
        return HostCompiler.isThere();
    }

    /** The one device's memory. */
    public static DeviceMemory memory() {
        return MEMORY;
    }

    /** How much is not given back. */
    public synchronized long allocated() {
        return bytes;
    }

    /** How often something was allocated. */
    public synchronized long allocations() {
        return allocations;
    }

    @Override
    public String name() {
        return "emulated device";
    }

    @Override
    public void enter() {}

    @Override
    public synchronized long allocate(long size) {
        if (size < 1) {
            throw new IllegalArgumentException("nobody can have " + size + " bytes");
        }
        BytePointer pointer = new BytePointer(size + 256);
        Pointer.memset(pointer, 0xFF, size + 256);
        long address = (pointer.address() + 255) / 256 * 256;
        allocated.put(address, pointer);
        bytes += size;
        allocations++;
        return address;
    }

    @Override
    public synchronized void free(long address) {
        BytePointer pointer = allocated.remove(address);
        bytes -= pointer.limit() - 256;
        pointer.close();
    }

    /** A stretch of what was allocated; refuses every other. */
    private synchronized Pointer at(long address, long size) {
        Map.Entry<Long, BytePointer> whole = allocated.floorEntry(address);
        long from = address - whole.getValue().address();
        if (from + size > whole.getValue().limit()) {
            throw new IllegalArgumentException(size + " bytes at " + address + " are not all allocated");
        }
        return whole.getValue().getPointer(from);
    }

    @Override
    public void upload(long address, Pointer host, long size) {
        Pointer.memcpy(at(address, size), host, size);
    }

    @Override
    public Uploads uploads(long address, long count) {
        return new ThreadedUploads(values -> {
            try (FloatPointer host = new FloatPointer(values)) {
                upload(address, host, (long) values.length * Float.BYTES);
            }
        });
    }

    @Override
    public void download(Pointer host, long address, long size) {
        Pointer.memcpy(host, at(address, size), size);
    }

    @Override
    public void copy(long to, long from, long size) {
        Pointer.memcpy(at(to, size), at(from, size), size);
    }

    @Override
    public void clear(long address, long size) {
        Pointer.memset(at(address, size), 0, size);
    }

    @Override
    public synchronized DeviceFunction function(KernelSource source, String name) {
        Function function = libraries
                .computeIfAbsent(
                        source,
                        key -> NativeLibrary.getInstance(
                                HostCompiler.library(key).toString()))
                .getFunction("launch_" + name);
        return (grid, arguments) -> {
            if (grid.x() < 1 || grid.y() < 1) {
                throw new IllegalArgumentException(name + " with " + grid);
            }
            synchronized (this) { // what is shared within a block is static
                function.invokeVoid(new Object[] {
                    grid.x(),
                    grid.y(),
                    grid.threadsX(),
                    grid.threadsY(),
                    new com.sun.jna.Pointer(arguments.pointers().address())
                });
            }
        };
    }

    @Override
    public void await() {}

    @Override
    public Kernel recorded(List<Kernel> kernels) {
        return new Kernel() {
            @Override
            public void run() {
                kernels.forEach(Kernel::run);
            }

            @Override
            public void close() {
                kernels.forEach(Kernel::close);
            }
        };
    }
}
