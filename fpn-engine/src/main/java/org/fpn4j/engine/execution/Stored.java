package org.fpn4j.engine.execution;

import org.fpn4j.engine.kernel.Format;
import org.fpn4j.engine.plan.Value;

/** A value in one format, and the place where it stands. */
final class Stored {
    /** What decides over a value's memory. */
    enum Home {
        /** Given out by liveness within one run. */
        ARENA,
        /** Computed once from what does not change, and kept. */
        FIXED,
        /** A parameter or buffer of the network. */
        PARAMETER,
        /** A parameter's part of the flat gradients. */
        GRADIENT
    }

    private final Value value;
    private final Format format;
    private Home home;
    private String parameter = "";
    private Place place;

    Stored(Value value, Format format, Home home) {
        this.value = value;
        this.format = format;
        this.home = home;
        if (home == Home.ARENA || home == Home.FIXED) {
            place = new Place(format.bytes(value.shape()));
        }
    }

    /** The part of the flat vectors that belongs to a parameter; always plain. */
    static Stored ofParameter(Value value, Home home, String parameter) {
        Stored stored = new Stored(value, Format.PLAIN, home);
        stored.parameter = parameter;
        return stored;
    }

    /** The gradient stands in its slot of the flat vector from the start. */
    void moveToGradients(String name) {
        home = Home.GRADIENT;
        parameter = name;
        place = null;
    }

    /** Takes over the memory of a value that nobody reads any more. */
    void share(Place other) {
        place = other;
    }

    Value value() {
        return value;
    }

    Format format() {
        return format;
    }

    Home home() {
        return home;
    }

    /** Name of the parameter whose value or gradient this is. */
    String parameter() {
        return parameter;
    }

    /** Null for parameters and gradients, whose places are slots of flat vectors. */
    Place place() {
        return place;
    }

    long bytes() {
        return format.bytes(value.shape());
    }
}
