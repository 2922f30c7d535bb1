package org.fpn4j.engine.kernel;

import java.util.Objects;
import org.fpn4j.core.execution.FlatVector;

/**
 * A stretch of a flat vector, in the memory of the provider whose kernels use it. What stands in it is a matter of {@link
 * Format}: a provider may put other types there.
 *
 * @param memory the vector
 * @param offset first value
 * @param bytes length
 */
public record Block(FlatVector memory, long offset, long bytes) {
    /** Copies some of the values into an array, from {@code target[at]} on; for values in {@link Format#PLAIN}. */
    public void read(long from, float[] target, int at, int count) {
        Objects.checkFromIndexSize(from, count, bytes / Float.BYTES);
        memory.read(offset + from, target, at, count);
    }

    /** Replaces the values; for values in {@link Format#PLAIN}. */
    public void write(float[] values) {
        Objects.checkFromIndexSize(0, values.length, bytes / Float.BYTES);
        memory.write(offset, values, 0, values.length);
    }

    /** A stretch of this block. */
    public Block part(long firstByte, long length) {
        Objects.checkFromIndexSize(firstByte, length, bytes);
        return new Block(memory, offset + firstByte / Float.BYTES, length);
    }
}
