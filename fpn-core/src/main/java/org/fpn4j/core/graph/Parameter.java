package org.fpn4j.core.graph;

import static java.util.Objects.requireNonNull;

/**
 * A parameter or buffer of a network, as it stands in checkpoints.
 *
 * @param name full name, {@code backbone.layer1.0.conv1.weight}
 * @param shape convolution weights {@code [out, in / groups, kH, kW]}, everything else {@code [n]}
 * @param initializer its value before training
 * @param role decides weight decay and whether it counts as a parameter
 * @param trainable false where it is frozen; always false for buffers
 */
public record Parameter(String name, Shape shape, Initializer initializer, Role role, boolean trainable) {
    /** What a parameter is for. */
    public enum Role {
        /** Convolution kernels: the only ones that weight decay touches. */
        WEIGHT,
        BIAS,
        NORM_SCALE,
        NORM_SHIFT,
        /** One weight per input of a fusion node. */
        FUSION,
        /** One learned factor for a whole map. */
        SCALE,
        /** Running statistics, and all four tensors of a frozen batch norm: not a parameter and never trained. */
        BUFFER
    }

    public Parameter {
        requireNonNull(name, "name is null");
        requireNonNull(initializer, "initializer is null");
        if (role == Role.BUFFER && trainable) {
            throw new IllegalArgumentException("buffer[" + name + "] cannot be trainable");
        }
    }

    /** False for buffers, which parameter counts leave out. */
    public boolean counts() {
        return role != Role.BUFFER;
    }
}
