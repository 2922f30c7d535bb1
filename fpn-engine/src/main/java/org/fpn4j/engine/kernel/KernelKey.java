package org.fpn4j.engine.kernel;

import java.util.Locale;

/** What a config may ask of a library of kernels that only some know: the key of {@code execution}, and its default. */
public enum KernelKey {
    /** On which of several devices. */
    DEVICE("0"),
    /** Whether {@code float32} is multiplied with ten bits behind the point, as tensor cores do. */
    TF32("false"),
    /** Whether the same inputs give the same bits. */
    DETERMINISTIC("true"),
    /** Whether algorithms are timed before one is chosen. */
    SEARCH("false");

    private final String usual;

    KernelKey(String usual) {
        this.usual = usual;
    }

    /** As in {@code execution}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value that asks for nothing, as people write it. */
    public String usual() {
        return usual;
    }
}
