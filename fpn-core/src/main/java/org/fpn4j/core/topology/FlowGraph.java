package org.fpn4j.core.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReadGraph;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** The reading that writes down what flows where. It loads no native library and computes no value. */
public final class FlowGraph implements DelegatingGraph {
    private static final int NOWHERE = -1; // of what does not depend on the input

    /** A tensor with its place. */
    private record FlowTensor(String name, Shape shape, int place) implements Tensor {}

    private static final class Flowing implements Reading {
        private final List<FlowNode> nodes = new ArrayList<>();
        private int places;
        private int operations;

        @Override
        public Tensor input(String name, Shape shape) {
            return new FlowTensor(name, shape, places++);
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            return new FlowTensor(parameter.name(), parameter.shape(), NOWHERE);
        }

        @Override
        public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
            return new FlowTensor(name, shape, NOWHERE);
        }

        @Override
        public Tensor apply(Applied node) {
            int reader = operations++;
            List<FlowNode.Source> sources = new ArrayList<>();
            List<String> parameters = new ArrayList<>();
            for (int input = 0; input < node.inputs().size(); input++) {
                FlowTensor tensor = (FlowTensor) node.inputs().get(input);
                if (tensor.place() == NOWHERE) {
                    parameters.add(tensor.name());
                } else {
                    sources.add(new FlowNode.Source(tensor.place(), reader, input, tensor.shape()));
                }
            }
            if (sources.isEmpty()) {
                return new FlowTensor(node.name(), node.output(), NOWHERE);
            }
            boolean convolves = node.operation().macs(node.shapes(), node.output()) > 0;
            nodes.add(new FlowNode(
                    places,
                    node.scope(),
                    node.name(),
                    node.operation(),
                    sources,
                    parameters,
                    node.output(),
                    convolves));
            return new FlowTensor(node.name(), node.output(), places++);
        }
    }

    private final Flowing flowing = new Flowing();
    private final ReadGraph graph = new ReadGraph(flowing);

    @Override
    public Graph graph() {
        return graph;
    }

    /** Operations through which something of the input flows, in the order of the definition. */
    public List<FlowNode> nodes() {
        return List.copyOf(flowing.nodes);
    }

    /**
     * The place of a tensor of some such graph.
     *
     * @throws IllegalArgumentException where it does not depend on the input
     */
    public static int place(Tensor tensor) {
        int place = ((FlowTensor) tensor).place();
        if (place == NOWHERE) {
            throw new IllegalArgumentException("tensor[" + tensor.name() + "] does not depend on the input");
        }
        return place;
    }
}
