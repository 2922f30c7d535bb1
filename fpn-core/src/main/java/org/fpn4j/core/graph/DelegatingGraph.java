package org.fpn4j.core.graph;

import java.util.List;
import java.util.function.Supplier;

/** A graph that is another one with something beside it: every method passes on to it. */
public interface DelegatingGraph extends Graph {
    /** The other graph. */
    Graph graph();

    @Override
    default Graph scope(String name) {
        return graph().scope(name);
    }

    @Override
    default String path() {
        return graph().path();
    }

    @Override
    default Tensor input(String name, Shape shape) {
        return graph().input(name, shape);
    }

    @Override
    default Tensor parameter(
            String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        return graph().parameter(name, shape, initializer, role, trainable);
    }

    @Override
    default Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        return graph().constant(name, shape, values);
    }

    @Override
    default Tensor apply(Operation operation, List<Tensor> inputs) {
        return graph().apply(operation, inputs);
    }
}
