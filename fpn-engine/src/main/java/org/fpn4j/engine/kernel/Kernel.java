package org.fpn4j.engine.kernel;

import java.util.List;

/** A step bound to its memory. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
    /** Computes the outputs from what is in the inputs now. Allocates nothing where the provider can help it. */
    void run();

    /**
     * Several in this order.
     *
     * @param kernels closed with it
     */
    static Kernel sequence(List<? extends Kernel> kernels) {
        List<Kernel> all = List.copyOf(kernels);
        return new Kernel() {
            @Override
            public void run() {
                all.forEach(Kernel::run);
            }

            @Override
            public void close() {
                all.forEach(Kernel::close);
            }
        };
    }

    /** Frees what the provider holds for it. */
    @Override
    default void close() {}
}
