package org.fpn4j.core.execution;

import java.util.OptionalLong;

/**
 * Where flat vectors lie: the host's memory, or a device's. Two are the same if they are the same object. Whoever has one
 * also knows how to compute on its vectors ({@link #algebra}), so that an optimizer steps where the parameters are.
 */
public interface Memory {
    /** Bytes of which every allocated vector's address is a multiple: a cache line, and the widest vector register. */
    long ALIGNMENT = 64;

    /** For people: {@code host}. */
    String name();

    /**
     * A vector whose values are not defined.
     *
     * @param length number of values, 1 or more
     * @throws org.fpn4j.config.problem.UserInputException where vectors may not take as much
     */
    FlatVector allocate(long length);

    /** A vector of zeros. */
    default FlatVector zeros(long length) {
        FlatVector vector = allocate(length);
        algebra().fill(vector, 0);
        return vector;
    }

    /** How many bytes vectors may still take, at this moment; empty where nobody knows. */
    default OptionalLong available() {
        return OptionalLong.empty();
    }

    /** Whether values can be brought here while somebody computes; on the host there is no way that they could take. */
    default boolean isFed() {
        return false;
    }

    /**
     * A way for values to come here beside what is computed. Only of memories that {@link #isFed}.
     *
     * @param length number of values, 1 or more
     * @throws org.fpn4j.config.problem.UserInputException where there is no room for them
     */
    default Feed feed(long length) {
        throw new IllegalStateException("memory[" + name() + "] is not fed");
    }

    /** Arithmetic on vectors of this memory. */
    VectorAlgebra algebra();
}
