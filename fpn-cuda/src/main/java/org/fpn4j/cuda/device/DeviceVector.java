package org.fpn4j.cuda.device;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.fpn4j.core.execution.FlatVector;
import org.fpn4j.engine.kernel.Block;

/** A vector in a device's memory. */
public final class DeviceVector implements FlatVector {
    private final DeviceMemory memory;
    private final DeviceVector whole; // this one where it is no part
    private final long address;
    private final long size;
    private boolean closed;

    /** A vector at an address that it gives back when it is closed. */
    DeviceVector(DeviceMemory memory, long address, long size) {
        this.memory = memory;
        this.whole = this;
        this.address = address;
        this.size = size;
    }

    private DeviceVector(DeviceVector whole, long address, long size) {
        this.memory = whole.memory;
        this.whole = whole;
        this.address = address;
        this.size = size;
    }

    /**
     * A vector as one of a device.
     *
     * @throws IllegalArgumentException where it is one of another memory
     */
    static DeviceVector of(FlatVector vector) {
        if (vector instanceof DeviceVector own) {
            return own;
        }
        throw new IllegalArgumentException(
                "a vector in memory[" + vector.memory().name() + "] is on no device; a copy is needed");
    }

    /** Where a block begins on its device. */
    public static long address(Block block) {
        return of(block.memory()).address(block.offset());
    }

    /** Where a value stands on the device. */
    long address(long at) {
        if (whole.closed) {
            throw new IllegalStateException("the memory of this vector was given back");
        }
        return address + at * Float.BYTES;
    }

    @Override
    public DeviceMemory memory() {
        return memory;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long from, float[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, size);
        Objects.checkFromIndexSize(at, count, target.length);
        if (count > 0) {
            long begin = address(from);
            memory.device().enter();
            try (FloatPointer host = new FloatPointer(count)) {
                memory.device().download(host, begin, (long) count * Float.BYTES);
                host.get(target, at, count);
            }
        }
    }

    @Override
    public void write(long at, float[] values, int from, int count) {
        Objects.checkFromIndexSize(at, count, size);
        Objects.checkFromIndexSize(from, count, values.length);
        if (count > 0) {
            long begin = address(at);
            memory.device().enter();
            try (FloatPointer host = new FloatPointer(count)) {
                host.put(values, from, count);
                memory.device().upload(begin, host, (long) count * Float.BYTES);
            }
        }
    }

    @Override
    public void copy(long at, FlatVector source, long from, long count) {
        if (source instanceof DeviceVector other && other.memory == memory) {
            Objects.checkFromIndexSize(at, count, size);
            Objects.checkFromIndexSize(from, count, other.size);
            memory.device().enter();
            memory.device().copy(address(at), other.address(from), count * Float.BYTES);
        } else {
            FlatVector.super.copy(at, source, from, count);
        }
    }

    @Override
    public DeviceVector part(long from, long count) {
        Objects.checkFromIndexSize(from, count, size);
        return new DeviceVector(whole, address(from), count);
    }

    @Override
    public void close() {
        if (whole == this && !closed) {
            closed = true;
            memory.device().enter();
            memory.device().free(address);
        }
    }
}
