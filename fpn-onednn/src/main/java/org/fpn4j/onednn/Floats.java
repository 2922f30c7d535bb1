package org.fpn4j.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A few values as primitives and as Java see them. Java reads and writes them through a buffer: a pointer's own methods
 * call native code for each value.
 */
record Floats(FloatPointer pointer, FloatBuffer buffer) implements AutoCloseable {
    /** The first values that a pointer leads to, one or more. */
    static Floats at(FloatPointer pointer, long count) {
        return new Floats(pointer, pointer.capacity(count).asBuffer());
    }

    /** Some of them, one or more. */
    Floats part(long first, long count) {
        return at(pointer.getPointer(first), count);
    }

    float get(int index) {
        return buffer.get(index);
    }

    void put(int index, float value) {
        buffer.put(index, value);
    }

    @Override
    public void close() {
        pointer.close();
    }
}
