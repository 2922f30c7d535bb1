package org.fpn4j.core.nd4j;

import java.util.OptionalLong;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.execution.Memory;
import org.fpn4j.core.execution.VectorAlgebra;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory outside Java's heap that ND4J's arrays share: the host's, or with ND4J's CUDA backend what ND4J keeps on both sides.
 * What is allocated counts towards what arrays may take ({@code org.bytedeco.javacpp.maxbytes}, which {@code FPN_OFFHEAP}
 * sets).
 */
public final class NativeMemory implements Memory {
    private static final NativeMemory SHARED = new NativeMemory();

    private final VectorAlgebra algebra = new NativeAlgebra();

    private NativeMemory() {}

    /** The one that a process has. */
    public static NativeMemory shared() {
        return SHARED;
    }

    @Override
    public String name() {
        return "host";
    }

    @Override
    public NativeVector allocate(long length) {
        if (!Nd4j.getEnvironment().isCPU()) {
            // the device's memory is ND4J's own
            return new NativeVector(Nd4j.createUninitialized(DataType.FLOAT, length), new Pointer());
        }
        FloatPointer memory = allocated(length + ALIGNMENT / Float.BYTES);
        long past = memory.address() % ALIGNMENT;
        FloatPointer aligned = memory.getPointer(past == 0 ? 0 : (ALIGNMENT - past) / Float.BYTES);
        return new NativeVector(Nd4j.create(Nd4j.createBuffer(aligned, length, DataType.FLOAT), length), memory);
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

    /** What {@code FPN_OFFHEAP} leaves. */
    @Override
    public OptionalLong available() {
        long limit = Pointer.maxBytes();
        return limit > 0 ? OptionalLong.of(Math.max(0, limit - Pointer.totalBytes())) : OptionalLong.empty();
    }

    @Override
    public VectorAlgebra algebra() {
        return algebra;
    }
}
