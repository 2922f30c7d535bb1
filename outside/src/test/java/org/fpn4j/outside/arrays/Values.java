package org.fpn4j.outside.arrays;

import org.fpn4j.engine.contract.ArrayMemory.ArrayVector;
import org.fpn4j.engine.kernel.Block;

/**
 * A block of the array, as kernels see it.
 *
 * @param array in which it lies
 * @param offset of its first value
 */
record Values(float[] array, int offset) {
    static Values of(Block block) {
        ArrayVector vector = (ArrayVector) block.memory();
        return new Values(vector.array(), vector.offset() + (int) block.offset());
    }

    float get(int index) {
        return array[offset + index];
    }

    void set(int index, float value) {
        array[offset + index] = value;
    }
}
