package org.fpn4j.core.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The reading that only counts: parameters, multiply-accumulates, activation bytes, stride and receptive field of every
 * node. It loads no native library and computes no value. A definition of more than {@value #MOST_NODES} nodes is
 * refused, before counting it takes minutes.
 */
public final class CostGraph implements DelegatingGraph {
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
     * @param stride of a map: input pixels from one cell to the next, as the strides on the way have it; otherwise 0
     */
    public record Node(String name, String kind, Shape output, long macs, long bytes, double stride) {}

    /**
     * A norm at work that takes its statistics of the batch while training.
     *
     * @param norm scope of its parameters, {@code head.cls_tower.0.norm}
     * @param scope where it is applied, {@code head.P6}
     * @param output its shape
     */
    public record BatchStatistics(String norm, String scope, Shape output) {}

    /** A tensor that knows what it sees. */
    private record CostTensor(String name, Shape shape, Sight sight) implements Tensor {}

    /** Writes down what nodes cost. */
    private static final class Counting implements Reading {
        final List<Node> nodes = new ArrayList<>();
        final List<Sight> sights = new ArrayList<>();
        final List<BatchStatistics> batchStatistics = new ArrayList<>();
        final Set<Operation.Extension> extensions = new LinkedHashSet<>();

        @Override
        public Tensor input(String name, Shape shape) {
            return new CostTensor(name, shape, Sight.ofInput(shape));
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            return new CostTensor(parameter.name(), parameter.shape(), Sight.NONE);
        }

        @Override
        public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
            return new CostTensor(name, shape, Sight.NONE);
        }

        @Override
        public Tensor apply(Reading.Applied node) {
            if (nodes.size() == MOST_NODES) {
                throw new IllegalArgumentException("it has more than " + MOST_NODES + " operations");
            }
            Operation operation = node.operation();
            Shape output = node.output();
            List<Sight> seen = node.inputs().stream()
                    .map(input -> ((CostTensor) input).sight())
                    .toList();
            Sight sight = SightRules.of(operation, seen, node.shapes(), output);
            long macs = operation.macs(node.shapes(), output);
            nodes.add(new Node(node.name(), operation.label(), output, macs, 4 * output.size(), sight.stride()));
            sights.add(sight);
            OperationKinds.outside(operation).ifPresent(extensions::add);
            if (operation.usesBatchStatistics()) {
                String norm = NodeNames.parent(node.inputs().get(1).name());
                batchStatistics.add(new BatchStatistics(norm, node.scope(), output));
            }
            return new CostTensor(node.name(), output, sight);
        }
    }

    private final Counting counting = new Counting();
    private final ReadGraph graph = new ReadGraph(counting);

    @Override
    public Graph graph() {
        return graph;
    }

    /**
     * Checks what is to be minimised.
     *
     * @throws IllegalArgumentException where there is none, or one that no loss operation made
     */
    public void requireLosses(Collection<? extends Tensor> losses) {
        graph.requireLosses(losses);
    }

    /** All nodes in the order of the definition. */
    public List<Node> nodes() {
        return List.copyOf(counting.nodes);
    }

    /** All operations that are not part of this library, in the order of the definition. */
    public Set<Operation.Extension> extensions() {
        return Collections.unmodifiableSet(counting.extensions);
    }

    /** Every application of a norm that takes statistics of the batch, in the order of the definition. */
    public List<BatchStatistics> batchStatistics() {
        return List.copyOf(counting.batchStatistics);
    }

    /** All parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return graph.parameters();
    }

    /** Parameters (without buffers) whose name starts with {@code scope.}; all of them for an empty scope. */
    public long parameterCount(String scope) {
        return graph.parameters().stream()
                .filter(parameter -> parameter.counts() && NodeNames.inside(parameter.name(), scope))
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
    }

    /** Parameters that training changes. */
    public long trainableCount() {
        return graph.parameters().stream()
                .filter(Parameter::trainable)
                .mapToLong(parameter -> parameter.shape().size())
                .sum();
    }

    /** Multiply-accumulates of the nodes inside a scope; of all nodes for an empty scope. */
    public long macs(String scope) {
        return counting.nodes.stream()
                .filter(node -> NodeNames.inside(node.name(), scope))
                .mapToLong(Node::macs)
                .sum();
    }

    /** Multiply-accumulates of the nodes inside a scope whose output has a stride. */
    public long macs(String scope, double stride) {
        return counting.nodes.stream()
                .filter(node -> node.stride() == stride && NodeNames.inside(node.name(), scope))
                .mapToLong(Node::macs)
                .sum();
    }

    /** What the cells of every node's output can depend on, in the order of {@link #nodes}. */
    public List<ReceptiveField> receptiveFields() {
        return Sight.fields(counting.sights);
    }

    /** What the cells of a tensor of some such graph can depend on. */
    public static ReceptiveField receptiveField(Tensor tensor) {
        return Sight.fields(List.of(((CostTensor) tensor).sight())).get(0);
    }

    /**
     * What one cell of a map of some such graph can depend on; a norm's statistics are not in it.
     *
     * @throws IllegalArgumentException where the tensor does not depend on an image
     */
    public static PixelWindow window(Tensor map, int row, int column) {
        List<CellLine> lines = lines(map);
        if (lines.size() != 2) {
            throw new IllegalArgumentException("tensor[" + map.name() + "] is no map of an image");
        }
        PixelSpans rows = PixelSpans.of(lines.get(0));
        PixelSpans columns = PixelSpans.of(lines.get(1));
        return new PixelWindow(rows.first(row), columns.first(column), rows.last(row), columns.last(column));
    }

    /** Input pixels from one cell of a map of some such graph to the next, as the strides on the way have it. */
    public static double stride(Tensor map) {
        return ((CostTensor) map).sight().stride();
    }

    /** The rows and the columns of a map of some such graph. */
    static List<CellLine> lines(Tensor tensor) {
        return ((CostTensor) tensor).sight().lines();
    }
}
