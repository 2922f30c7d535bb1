package org.fpn4j.core.samples;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReadGraph;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** Which kinds of operations a definition has: the reading that looks at nothing else. */
public final class OperationsIn implements Reading {
    private record Named(String name, Shape shape) implements Tensor {}

    private final Set<Class<?>> kinds = new LinkedHashSet<>();

    private OperationsIn() {}

    /** The classes of a definition's operations. */
    public static Set<Class<?>> definition(Consumer<Graph> definition) {
        OperationsIn reading = new OperationsIn();
        definition.accept(new ReadGraph(reading));
        return reading.kinds;
    }

    @Override
    public Tensor input(String name, Shape shape) {
        return new Named(name, shape);
    }

    @Override
    public Tensor parameter(Parameter parameter) {
        return new Named(parameter.name(), parameter.shape());
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        return new Named(name, shape);
    }

    @Override
    public Tensor apply(Applied node) {
        kinds.add(node.operation().getClass());
        return new Named(node.name(), node.output());
    }
}
