package org.fpn4j.engine.kernel;

/** Types of activations, and of kernels while they are multiplied; everything else is {@code float32}. */
public enum Precision {
    FLOAT32,
    BFLOAT16;

    /** As in {@code execution.dtype}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
