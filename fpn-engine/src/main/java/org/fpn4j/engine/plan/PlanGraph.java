package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReadGraph;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** The reading that writes a definition down, node by node, for {@link Planner} to make plans of. */
public final class PlanGraph implements DelegatingGraph {
    /** An operation of the definition. */
    record Node(String name, Operation operation, List<Value> inputs, Value output) {}

    private static final class Writing implements Reading {
        final List<Node> nodes = new ArrayList<>();

        @Override
        public Tensor input(String name, Shape shape) {
            return new Value(name, shape, new Value.Input());
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            return new Value(parameter.name(), parameter.shape(), new Value.OfParameter(parameter));
        }

        @Override
        public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
            return new Value(name, shape, new Value.Constant(values));
        }

        @Override
        public Tensor apply(Reading.Applied node) {
            Value output = Value.computed(node.name(), node.output());
            List<Value> inputs = node.inputs().stream().map(Value.class::cast).toList();
            nodes.add(new Node(node.name(), node.operation(), inputs, output));
            return output;
        }
    }

    private final Writing writing = new Writing();
    private final ReadGraph graph = new ReadGraph(writing);

    @Override
    public Graph graph() {
        return graph;
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return graph.parameters();
    }

    /** Shapes of all inputs by name. */
    public Map<String, Shape> inputs() {
        return graph.inputs();
    }

    void requireLosses(Collection<Value> losses) {
        graph.requireLosses(losses);
    }

    /** The values that were declared, by name. */
    static Map<String, Value> values(Map<String, Tensor> tensors) {
        Map<String, Value> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, (Value) tensor));
        return values;
    }

    List<Node> nodes() {
        return writing.nodes;
    }

    /** A planner for what was declared on this graph. */
    public Planner planner(Declared declared) {
        return new Planner(this, values(declared.outputs()), values(declared.losses()));
    }
}
