package org.fpn4j.core.graph;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a definition becomes. A {@link ReadGraph} tells it everything that is declared, once and in order, with full names
 * that are unique and shapes that fit; it gives back tensors of its own, which it finds again among a node's inputs.
 */
public interface Reading {
    /** An input that is fed at every run. */
    Tensor input(String name, Shape shape);

    /** A parameter or buffer. */
    Tensor parameter(Parameter parameter);

    /**
     * A constant.
     *
     * @param values asked for only by readings that compute, in the order of the shape
     */
    Tensor constant(String name, Shape shape, Supplier<float[]> values);

    /**
     * An operation.
     *
     * @throws IllegalArgumentException where the reading has no word for it
     */
    Tensor apply(Applied node);

    /**
     * An operation of the definition.
     *
     * @param scope in which it stands; empty at the root
     * @param name the scope, a dot and the operation's label, with a number from the second on
     * @param inputs tensors that the reading made
     * @param output shape of the result
     */
    record Applied(String scope, String name, Operation operation, List<Tensor> inputs, Shape output) {
        public Applied {
            inputs = List.copyOf(inputs);
        }

        /** Shapes of the inputs. */
        public List<Shape> shapes() {
            return inputs.stream().map(Tensor::shape).toList();
        }
    }
}
