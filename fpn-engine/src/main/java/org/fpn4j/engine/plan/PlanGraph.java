package org.fpn4j.engine.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.fpn4j.core.execution.NetworkDefinition.Declared;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** The reading that writes a definition down, node by node, for {@link Planner} to make plans of. */
public final class PlanGraph implements Graph {
    /** An operation of the definition. */
    record Node(String name, Operation operation, List<Value> inputs, Value output) {}

    /** What all scopes of one graph share. */
    private static final class Ledger {
        final List<Node> nodes = new ArrayList<>();
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final Map<String, Value> inputs = new LinkedHashMap<>();
        final NodeNames names = new NodeNames();
    }

    private final Ledger ledger;
    private final String path;

    public PlanGraph() {
        this(new Ledger(), "");
    }

    private PlanGraph(Ledger ledger, String path) {
        this.ledger = ledger;
        this.path = path;
    }

    @Override
    public Graph scope(String name) {
        return new PlanGraph(ledger, NodeNames.join(path, name));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Tensor input(String name, Shape shape) {
        Value value = new Value(name, shape, new Value.Input());
        ledger.inputs.put(name, value);
        return value;
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        Parameter parameter = new Parameter(NodeNames.join(path, name), shape, initializer, role, trainable);
        if (ledger.parameters.put(parameter.name(), parameter) != null) {
            throw new IllegalStateException("parameter[" + parameter.name() + "] is declared twice");
        }
        return new Value(parameter.name(), shape, new Value.OfParameter(parameter));
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        return new Value(NodeNames.join(path, name), shape, new Value.Constant(values));
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        Shape shape = operation.infer(inputs.stream().map(Tensor::shape).toList());
        String name = ledger.names.unique(path, operation.label());
        Value output = Value.computed(name, shape);
        ledger.nodes.add(
                new Node(name, operation, inputs.stream().map(Value.class::cast).toList(), output));
        return output;
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return List.copyOf(ledger.parameters.values());
    }

    /** Shapes of all inputs by name. */
    public Map<String, Shape> inputs() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        ledger.inputs.forEach((name, value) -> shapes.put(name, value.shape()));
        return shapes;
    }

    /** The values that were declared, by name. */
    static Map<String, Value> values(Map<String, Tensor> tensors) {
        Map<String, Value> values = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> values.put(name, (Value) tensor));
        return values;
    }

    List<Node> nodes() {
        return ledger.nodes;
    }

    /** A planner for what was declared on this graph. */
    public Planner planner(Declared declared) {
        return new Planner(this, values(declared.outputs()), values(declared.losses()));
    }
}
