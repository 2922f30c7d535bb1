package org.fpn4j.core.graph;

/** Elementwise functions. */
public enum Activation {
    NONE,
    /** {@code max(0, x)}. */
    RELU,
    /** {@code x} above 0, {@code 0.01 x} below. */
    LEAKY_RELU,
    /** {@code x * sigmoid(x)}, also called SiLU. */
    SWISH,
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** {@code e^x}. */
    EXP
}
