package org.fpn4j.engine.kernel;

import org.fpn4j.core.graph.Shape;

/**
 * How the values of a tensor stand in memory, and in which type. Only the provider that made a format knows what is in it;
 * all of them understand {@link #PLAIN}. Two formats of one shape are equal if the same bytes mean the same values.
 */
public interface Format {
    /** {@code float32} in the order of the shape, last dimension fastest. */
    Format PLAIN = new Format() {
        @Override
        public long bytes(Shape shape) {
            return Float.BYTES * shape.size();
        }

        @Override
        public boolean holdsParameters(Shape shape) {
            return true;
        }

        @Override
        public String toString() {
            return "plain";
        }
    };

    /** How much a tensor of this shape takes. */
    long bytes(Shape shape);

    /**
     * Whether parameters of this shape can be kept in it from step to step: each value stands there as {@code float32}, once
     * and with nothing between, so that an optimizer can work on it.
     */
    default boolean holdsParameters(Shape shape) {
        return false;
    }
}
