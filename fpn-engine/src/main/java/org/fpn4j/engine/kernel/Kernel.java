package org.fpn4j.engine.kernel;

/** A step bound to its memory. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
    /** Computes the outputs from what is in the inputs now. Allocates nothing where the provider can help it. */
    void run();

    /** Frees what the provider holds for it. */
    @Override
    default void close() {}
}
