package org.fpn4j.engine.kernel;

/** Types of activations, and of kernels while they are multiplied; everything else is {@code float32}. */
public enum Precision {
    FLOAT32,
    BFLOAT16,
    /** Five bits of exponent: gradients are scaled while they are computed. */
    FLOAT16,
    /**
     * Whole numbers of eight bits: a map's are steps of its range, which was seen before ({@link Ranges}), a kernel's steps of
     * the largest value of each output channel. For inference; what no convolution reads is in another type.
     */
    INT8;

    /** As in {@code execution.dtype}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether networks can be trained in it. */
    public boolean trains() {
        return this != INT8;
    }

    /** Whether gradients are so small that they vanish in it, and need a factor on their way. */
    public boolean scalesGradients() {
        return this == FLOAT16;
    }
}
