package org.fpn4j.engine.execution;

import org.fpn4j.core.execution.Memory;
import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.plan.Value;

/** A value in one format and memory. Two are the same if they are the same object. */
final class Stored {
    /** What decides over a value's memory. */
    enum Home {
        /** Given out by liveness within one run. */
        ARENA,
        /** Computed once from what does not change. */
        FIXED,
        /** A parameter or buffer of the network. */
        PARAMETER,
        /** A parameter's part of the flat gradients. */
        GRADIENT
    }

    private final Value value;
    private final Format format;
    private final Memory memory;
    private final Home home;
    private final String parameter;

    private Stored(Value value, Format format, Memory memory, Home home, String parameter) {
        this.value = value;
        this.format = format;
        this.memory = memory;
        this.home = home;
        this.parameter = parameter;
    }

    /** A value of a run, or one that is computed once. */
    static Stored of(Value value, Format format, Memory memory, boolean fixed) {
        return new Stored(value, format, memory, fixed ? Home.FIXED : Home.ARENA, "");
    }

    /** The part of the flat parameters or gradients that belongs to a parameter. */
    static Stored ofParameter(Value value, Format format, Memory memory, Home home, String parameter) {
        return new Stored(value, format, memory, home, parameter);
    }

    Value value() {
        return value;
    }

    Format format() {
        return format;
    }

    /** Where it lies. */
    Memory memory() {
        return memory;
    }

    Home home() {
        return home;
    }

    /** Whether its place is a stretch of an arena; those of parameters and gradients are slots of flat vectors. */
    boolean inArena() {
        return home == Home.ARENA || home == Home.FIXED;
    }

    /** Name of the parameter whose value or gradient this is. */
    String parameter() {
        return parameter;
    }

    long bytes() {
        return format.bytes(value.shape());
    }
}
