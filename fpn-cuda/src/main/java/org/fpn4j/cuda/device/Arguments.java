package org.fpn4j.cuda.device;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.fpn4j.engine.kernel.Block;

/** A kernel's arguments in the host's memory, as the driver wants them; made once and used at every launch. */
public final class Arguments implements AutoCloseable {
    private final Pointer[] values;
    private final PointerPointer<Pointer> all;

    /**
     * Arguments in the order of the kernel's parameters.
     *
     * @param values a {@link Block} or a {@link Long} for a pointer (or {@code long long}), an {@link Integer}, a {@link
     *     Boolean} for an {@code int} that is 0 or 1, or a {@link Float}
     */
    public static Arguments of(Object... values) {
        return new Arguments(values);
    }

    private Arguments(Object... values) {
        this.values = new Pointer[values.length];
        for (int i = 0; i < values.length; i++) {
            this.values[i] = pointer(values[i]);
        }
        this.all = new PointerPointer<>(this.values);
    }

    private static Pointer pointer(Object value) {
        if (value instanceof Block block) {
            return new LongPointer(1).put(DeviceVector.address(block));
        } else if (value instanceof Long number) {
            return new LongPointer(1).put(number);
        } else if (value instanceof Integer number) {
            return new IntPointer(1).put(number);
        } else if (value instanceof Boolean flag) {
            return new IntPointer(1).put(flag ? 1 : 0);
        } else if (value instanceof Float number) {
            return new FloatPointer(1).put(number);
        }
        throw new IllegalArgumentException("argument[" + value + "] of a kernel has no type that one can have");
    }

    /** An array of addresses, one of each argument. */
    public PointerPointer<Pointer> pointers() {
        return all;
    }

    /** Replaces a number between launches. */
    public void set(int index, float value) {
        ((FloatPointer) values[index]).put(value);
    }

    @Override
    public void close() {
        all.close();
        for (Pointer value : values) {
            value.close();
        }
    }
}
