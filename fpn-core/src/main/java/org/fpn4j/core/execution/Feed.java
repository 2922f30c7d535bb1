package org.fpn4j.core.execution;

/**
 * Brings values into a memory while its owner computes. It is made for a number of values; what it holds for them, as much of the
 * memory and as much of the host's, is given back when it is closed.
 */
public interface Feed extends AutoCloseable {
    /** Where it brings them. */
    Memory memory();

    /**
     * Begins to bring values, in place of those before; nothing that is computed is waited for.
     *
     * @param values as many as it is made for; they may be changed when this returns
     */
    void bring(float[] values);

    /**
     * Puts the values into a vector of the memory: after all that its owner was asked for until here, and before all that it is
     * asked for from here on.
     *
     * @param at place of the first
     */
    void put(FlatVector target, long at);

    @Override
    void close();
}
