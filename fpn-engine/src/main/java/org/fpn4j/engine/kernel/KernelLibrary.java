package org.fpn4j.engine.kernel;

import java.util.List;
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

    /** The keys of {@code execution} that it reads; one that it does not read is refused where it asks for something. */
    default Set<KernelKey> keys() {
        return Set.of();
    }

    /** How many devices there are that a network can be computed on; asked only where the library is available. */
    default int devices() {
        return 1;
    }

    /**
     * Refuses devices that it cannot serve, before anything native is loaded.
     *
     * @throws org.fpn4j.config.problem.UserInputException where this machine has none that it serves
     */
    default void requireDevices() {}

    /** Why it cannot be used for one of its precisions here, in one sentence; empty where it can. */
    Optional<String> unavailable(Precision precision);

    /**
     * What it found and what it lacks here, a sentence each, for who looks for why it is or is not available; empty where
     * {@link #unavailable} and {@link #description} say it all.
     */
    default List<String> findings() {
        return List.of();
    }

    /** What it is and what it uses here, for people; asked only where it is available. */
    String description();

    /**
     * What of this machine's processor or card its kernels are made for, in a few words: those for others add in another
     * order, so that it decides bits. Empty where it is the same everywhere; asked only where the library is available.
     */
    default String processor() {
        return "";
    }

    /**
     * Fresh kernels for one network.
     *
     * @param options of which only what the library reads asks for something
     * @throws org.fpn4j.config.problem.UserInputException where that number of threads or that device cannot be had
     */
    KernelProvider create(KernelOptions options);
}
