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
    EXP,
    /** {@code min(max(x / 6 + 1 / 2, 0), 1)}, PyTorch's (Keras' has a slope of 1 / 5). */
    HARD_SIGMOID,
    /** {@code x * hard_sigmoid(x)} (arXiv:1905.02244v5, section 5.2). */
    HARD_SWISH,
    /** {@code min(max(0, x), 6)}. */
    RELU6;

    /** Whether its slope is known from what goes in; otherwise from what comes out. */
    public boolean slopeIsKnownByInput() {
        return this == SWISH || this == HARD_SIGMOID || this == HARD_SWISH || this == RELU6;
    }
}
