package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The reading that only counts: parameters, multiply-accumulates, activation bytes and theoretical receptive field of
 * every node. It loads no native library and computes no value. A definition of more than {@value #MOST_NODES} nodes is
 * refused, before counting it takes minutes.
 */
public final class CostGraph implements Graph {
    /** A hundred times as many as a ResNet-152 with seven cells of BiFPN. */
    private static final int MOST_NODES = 100_000;

    /**
     * One node.
     *
     * @param name unique, scopes separated by dots
     * @param kind of operation
     * @param output its shape
     * @param macs multiply-accumulates
     * @param bytes of the output in float32
     * @param receptiveField side in input pixels of what one cell can depend on
     */
    public record Node(String name, String kind, Shape output, long macs, long bytes, double receptiveField) {}

    /**
     * A norm at work that takes its statistics of the batch while training.
     *
     * @param norm scope of its parameters, {@code head.cls_tower.0.norm}
     * @param scope where it is applied, {@code head.P6}
     * @param output its shape
     */
    public record BatchStatistics(String norm, String scope, Shape output) {}

    /** A tensor that knows how far it sees: {@code field} and {@code jump} in input pixels. */
    private record CostTensor(String name, Shape shape, double field, double jump) implements Tensor {}

    /** What all scopes of one graph share. */
    private static final class Ledger {
        final List<Node> nodes = new ArrayList<>();
        final List<BatchStatistics> batchStatistics = new ArrayList<>();
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final NodeNames names = new NodeNames();
    }

    private final Ledger ledger;
    private final String path;

    public CostGraph() {
        this(new Ledger(), "");
    }

    private CostGraph(Ledger ledger, String path) {
        this.ledger = ledger;
        this.path = path;
    }

    @Override
    public Graph scope(String name) {
        return new CostGraph(ledger, NodeNames.join(path, name));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Tensor input(String name, Shape shape) {
        return new CostTensor(name, shape, 1, 1);
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        Parameter parameter = new Parameter(NodeNames.join(path, name), shape, initializer, role, trainable);
        if (ledger.parameters.put(parameter.name(), parameter) != null) {
            throw new IllegalStateException("parameter[" + parameter.name() + "] is declared twice");
        }
        return new CostTensor(parameter.name(), shape, 0, 0);
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        return new CostTensor(NodeNames.join(path, name), shape, 0, 0);
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        if (ledger.nodes.size() == MOST_NODES) {
            throw new IllegalArgumentException("it has more than " + MOST_NODES + " operations");
        }
        Shape output = operation.infer(shapes);
        String name = ledger.names.unique(path, operation.label());
        CostTensor result = see(operation, inputs, new CostTensor(name, output, 0, 0));
        ledger.nodes.add(new Node(
                name, operation.label(), output, operation.macs(shapes, output), 4 * output.size(), result.field()));
        if (operation instanceof Operation.BatchNorm norm && norm.trained()) {
            ledger.batchStatistics.add(
                    new BatchStatistics(NodeNames.parent(((CostTensor) inputs.get(1)).name()), path, output));
        }
        return result;
    }

    /** Receptive field arithmetic: a window of k cells adds {@code (k - 1)} jumps, a stride multiplies the jump. */
    private static CostTensor see(Operation operation, List<Tensor> inputs, CostTensor output) {
        double field = 0;
        double jump = 0;
        for (Tensor input : inputs) {
            field = Math.max(field, ((CostTensor) input).field());
            jump = Math.max(jump, ((CostTensor) input).jump());
        }
        if (operation instanceof Operation.Convolution convolution) {
            field += (inputs.get(1).shape().dim(3) - 1) * jump;
            jump *= convolution.stride();
        } else if (operation instanceof Operation.MaxPool pool) {
            field += (pool.kernel() - 1) * jump;
            jump *= pool.stride();
        } else if (operation instanceof Operation.ResizeNearest resize) {
            jump *= (double) inputs.get(0).shape().width() / resize.width();
        }
        return new CostTensor(output.name(), output.shape(), field, jump);
    }

    /** All nodes in the order of the definition. */
    public List<Node> nodes() {
        return List.copyOf(ledger.nodes);
    }

    /** Every application of a norm that takes statistics of the batch, in the order of the definition. */
    public List<BatchStatistics> batchStatistics() {
        return List.copyOf(ledger.batchStatistics);
    }

    /** All parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return List.copyOf(ledger.parameters.values());
    }

    /** Parameters (without buffers) whose name starts with {@code scope.}; all of them for an empty scope. */
    public long parameterCount(String scope) {
        return ledger.parameters.values().stream()
                .filter(parameter -> parameter.counts() && NodeNames.inside(parameter.name(), scope))
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
    }

    /** Parameters that training changes. */
    public long trainableCount() {
        return ledger.parameters.values().stream()
                .filter(Parameter::trainable)
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
    }

    /** Multiply-accumulates of the nodes inside a scope; of all nodes for an empty scope. */
    public long macs(String scope) {
        return ledger.nodes.stream()
                .filter(node -> NodeNames.inside(node.name(), scope))
                .mapToLong(Node::macs)
                .sum();
    }

    /** Theoretical receptive field of a tensor of this graph, side in input pixels. */
    public static double receptiveField(Tensor tensor) {
        return ((CostTensor) tensor).field();
    }
}
