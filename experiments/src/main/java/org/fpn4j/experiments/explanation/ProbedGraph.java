package org.fpn4j.experiments.explanation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/**
 * A graph on which a definition declares itself as ever, and nothing of it learns: gradients lead to probes alone, which are
 * zeros that are added to a tensor, so that their gradient is the tensor's own.
 */
final class ProbedGraph implements Graph {
    /** What is put into a definition while it is declared. */
    interface Probing {
        /** The operation in the place of one. */
        default Operation operation(Operation operation) {
            return operation;
        }

        /**
         * What an operation reads in the place of its inputs.
         *
         * @param number of the operation, from 0 in the order of the definition
         * @param graph to declare probes on
         */
        default List<Tensor> inputs(int number, List<Tensor> inputs, ProbedGraph graph) {
            return inputs;
        }
    }

    /** What all scopes share. */
    private static final class Counter {
        int operations;
    }

    private final Graph graph;
    private final Graph root;
    private final Probing probing;
    private final Counter counter;

    /** A graph on the root of another. */
    ProbedGraph(Graph root, Probing probing) {
        this(root, root, probing, new Counter());
    }

    private ProbedGraph(Graph graph, Graph root, Probing probing, Counter counter) {
        this.graph = requireNonNull(graph, "graph is null");
        this.root = root;
        this.probing = probing;
        this.counter = counter;
    }

    /** A tensor plus zeros that gradients lead to. */
    Tensor probed(Tensor tensor, String name) {
        Tensor zeros = root.parameter(name, tensor.shape(), new Initializer.Constant(0), Parameter.Role.SCALE, true);
        return root.apply(new Operation.Sum(), List.of(tensor, zeros));
    }

    @Override
    public Graph scope(String name) {
        return new ProbedGraph(graph.scope(name), root, probing, counter);
    }

    @Override
    public String path() {
        return graph.path();
    }

    @Override
    public Tensor input(String name, Shape shape) {
        return graph.input(name, shape);
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        return graph.parameter(name, shape, initializer, role, false);
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        return graph.constant(name, shape, values);
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        List<Tensor> read = probing.inputs(counter.operations++, new ArrayList<>(inputs), this);
        return graph.apply(probing.operation(operation), read);
    }
}
