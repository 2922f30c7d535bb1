package org.fpn4j.experiments.memory;

/**
 * What is known of the memory that work takes, in bytes.
 *
 * @param arrays native: values of the plans, parameters, their gradients, what the optimizer remembers
 * @param heap Java's: weights as they are read and written, and images with their targets
 */
record MemoryNeed(long arrays, long heap) {
    MemoryNeed and(MemoryNeed other) {
        return new MemoryNeed(arrays + other.arrays, heap + other.heap);
    }
}
