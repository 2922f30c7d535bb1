package org.fpn4j.engine.kernel;

import java.util.Optional;
import java.util.Set;

/**
 * A library of kernels that may be on the class path: what it is called, whether it works here, and how its provider is
 * made. {@link java.util.ServiceLoader} finds it. Until its provider is made, nothing native of it is loaded but for {@link
 * #unavailable} and {@link #description}.
 */
public interface KernelLibrary {
    /** As in {@code execution.kernels}; lower case. */
    String name();

    /** As people call it. */
    String title();

    /** {@code auto} takes the highest that works; 0 is that of ND4J, 100 of oneDNN. */
    int rank();

    /** Whether it has a kernel for every step; where it has not, a complete one stands behind it. */
    boolean isComplete();

    /** What its kernels can compute in. */
    Set<Precision> precisions();

    /**
     * Refuses devices that it cannot serve, before anything native is loaded.
     *
     * @throws org.fpn4j.config.problem.UserInputException where this machine has none that it serves
     */
    default void requireDevices() {}

    /** Why it cannot be used for one of its precisions here, in one sentence; empty where it can. */
    Optional<String> unavailable(Precision precision);

    /** What it is and what it uses here, for people; asked only where it is available. */
    String description();

    /**
     * Fresh kernels for one network.
     *
     * @param threads of native kernels; 1 or more
     * @throws org.fpn4j.config.problem.UserInputException where that number cannot be had
     */
    KernelProvider create(Precision precision, int threads);
}
