package org.fpn4j.core.execution;

import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Parameter;

/**
 * All trainable parameters as one flat vector and their gradients as another, so that an optimizer step is a few passes.
 * Weights that decay stand before everything else; within a parameter the executor chooses the order of values. Both lie in
 * the executor's memory, which is given back when they are closed.
 */
public final class ParameterBuffers implements AutoCloseable {
    /**
     * Where a parameter stands.
     *
     * @param offset of its first value
     * @param length number of values
     */
    public record Slot(Parameter parameter, long offset, long length) {}

    private final List<Slot> slots;
    private final long decayed;
    private final FlatVector values;
    private final FlatVector gradients;

    /** Lays out the trainable ones of these parameters in a memory. */
    public ParameterBuffers(List<Parameter> parameters, Memory memory) {
        List<Slot> laidOut = new ArrayList<>();
        long offset = 0;
        long decayedLength = 0;
        for (boolean decays : new boolean[] {true, false}) {
            for (Parameter parameter : parameters) {
                if (parameter.trainable() && (parameter.role() == Parameter.Role.WEIGHT) == decays) {
                    laidOut.add(new Slot(parameter, offset, parameter.shape().size()));
                    offset += parameter.shape().size();
                }
            }
            if (decays) {
                decayedLength = offset;
            }
        }
        if (offset == 0) {
            throw new IllegalArgumentException("no parameter is trainable");
        }
        slots = List.copyOf(laidOut);
        decayed = decayedLength;
        values = memory.zeros(offset);
        gradients = memory.zeros(offset);
    }

    /** Where each trainable parameter stands, in the order of the vectors. */
    public List<Slot> slots() {
        return slots;
    }

    /** Number of leading values that weight decay applies to: convolution kernels, no norms and no biases. */
    public long decayed() {
        return decayed;
    }

    /** Number of values of each vector. */
    public long length() {
        return values.size();
    }

    /** Where both vectors lie, and where an optimizer's belong. */
    public Memory memory() {
        return values.memory();
    }

    /** The parameters' values. */
    public FlatVector values() {
        return values;
    }

    /** The gradients of the last run. */
    public FlatVector gradients() {
        return gradients;
    }

    @Override
    public void close() {
        values.close();
        gradients.close();
    }

    /** A slot's part of one of the two vectors, or of another of the same length. */
    public static FlatVector view(FlatVector vector, Slot slot) {
        return vector.part(slot.offset(), slot.length());
    }
}
