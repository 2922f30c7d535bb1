package org.fpn4j.core.execution;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.config.problem.UserInputException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A flat {@code float32} vector outside Java's heap. Its memory counts towards what arrays may take ({@code
 * org.bytedeco.javacpp.maxbytes}, which {@code FPN_OFFHEAP} sets) and is given back when it is closed, not when Java happens
 * to collect; neither the array nor a view of it may be used afterwards.
 */
public final class NativeVector implements AutoCloseable {
    private final INDArray array;
    private final Pointer memory;

    private NativeVector(INDArray array, Pointer memory) {
        this.array = array;
        array.setCloseable(true);
        this.memory = memory;
    }

    /**
     * Memory whose values are not defined.
     *
     * @param length number of values, 1 or more
     * @throws UserInputException where arrays may not take as much
     */
    public static NativeVector uninitialized(long length) {
        if (!Nd4j.getEnvironment().isCPU()) {
            // the device's memory is ND4J's own
            return new NativeVector(Nd4j.createUninitialized(DataType.FLOAT, length), new Pointer());
        }
        FloatPointer memory = allocated(length);
        return new NativeVector(Nd4j.create(Nd4j.createBuffer(memory, length, DataType.FLOAT), length), memory);
    }

    private static FloatPointer allocated(long length) {
        long bytes = length * Float.BYTES;
        long limit = Pointer.maxBytes();
        if (limit > 0 && Pointer.totalBytes() + bytes > limit) {
            throw refusal(bytes); // JavaCPP would collect and wait for a second before it says so
        }
        try {
            return new FloatPointer(length);
        } catch (OutOfMemoryError e) {
            UserInputException refusal = refusal(bytes);
            refusal.initCause(e);
            throw refusal;
        }
    }

    private static UserInputException refusal(long bytes) {
        return new UserInputException(
                "execution",
                "arrays of " + bytes / 1_000_000 + " MB are needed; of the " + Pointer.maxBytes() / 1_000_000
                        + " MB that arrays may take, " + Pointer.totalBytes() / 1_000_000 + " MB are taken",
                "a smaller input or batch needs less; FPN_OFFHEAP raises the limit where the machine has more");
    }

    /** Memory filled with zeros. */
    public static NativeVector zeros(long length) {
        NativeVector vector = uninitialized(length);
        vector.array().assign(0);
        return vector;
    }

    /** The values, a vector of ND4J that shares the memory. */
    public INDArray array() {
        return array;
    }

    @Override
    public void close() {
        if (!array.wasClosed()) {
            array.close(); // whoever asks it for values gets an exception
            memory.close();
        }
    }
}
