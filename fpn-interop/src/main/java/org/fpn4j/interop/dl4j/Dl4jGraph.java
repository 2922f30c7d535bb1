package org.fpn4j.interop.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReadGraph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.interop.dl4j.Dl4jReading.ParameterPlace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The reading that appends vertices to a DL4J graph: a neck or backbone of ours becomes part of a {@link ComputationGraph}
 * and is trained there, fusion weights included.
 *
 * <pre>
 * Dl4jGraph graph = Dl4jGraph.on(builder);
 * Tensor c3 = graph.wrap("res3d_branch", Shape.of(1, 512, 64, 64)); // a vertex of the builder
 * ...
 * Pyramid pyramid = neck.build(graph.scope("neck"), features);
 * builder.setOutputs(graph.outputs(pyramid).toArray(new String[0]));
 * ComputationGraph network = new ComputationGraph(builder.build());
 * network.init();
 * graph.load(network, Weights.initial(graph.parameters(), seed));
 * </pre>
 *
 * <p>Convolutions, trained batch norms and max pooling become layers of DL4J, sums and concatenations its vertices, everything
 * else an {@link OperationVertex}. A vertex with parameters is named after them without the last part ({@code
 * neck.lateral.C3} has {@code neck.lateral.C3.weight}); other vertices after their scope and operation, as in all readings.
 * Height and width are those that were declared, the batch size is free.
 *
 * <p>Heads are not for this reading: a tower that several levels share has no counterpart in DL4J, whose layers are applied
 * once, and constants have none either. Both are refused.
 *
 * <p>Differs from the other readings while training: DL4J's running variance takes the biased estimate of the batch, ours the
 * unbiased one.
 */
public final class Dl4jGraph implements DelegatingGraph {
    private final Dl4jReading reading;
    private final ReadGraph graph;

    private Dl4jGraph(GraphTarget target) {
        this.reading = new Dl4jReading(target);
        this.graph = new ReadGraph(reading);
    }

    /** Appends to a configuration that is being built. */
    public static Dl4jGraph on(ComputationGraphConfiguration.GraphBuilder builder) {
        requireNonNull(builder, "builder is null");
        return new Dl4jGraph(new GraphTarget.Configuration(builder));
    }

    /** Appends to a trained network whose weights are kept. */
    public static Dl4jGraph on(TransferLearning.GraphBuilder builder) {
        requireNonNull(builder, "builder is null");
        return new Dl4jGraph(new GraphTarget.TrainedNetwork(builder));
    }

    @Override
    public Graph graph() {
        return graph;
    }

    /**
     * A vertex or input of the DL4J graph as a tensor of this one.
     *
     * @param shape {@code [N, C, H, W]}; N may be any
     */
    public Tensor wrap(String vertex, Shape shape) {
        return Dl4jReading.map(requireNonNull(vertex, "vertex is null"), requireNonNull(shape, "shape is null"));
    }

    /** The name of the DL4J vertex behind a tensor of this graph. */
    public static String vertex(Tensor tensor) {
        return Dl4jReading.vertex(tensor);
    }

    /**
     * Adds a vertex for each level that only passes it on, named {@code P3}, {@code P4}... in this scope, to be the network's
     * outputs. A level may also be the input of another, and DL4J 1.0.0-M2.1 fails at inference where several outputs are
     * consumed inside the graph, unless its workspaces are turned off.
     *
     * @return names for {@code setOutputs}, finest first
     */
    public List<String> outputs(Pyramid pyramid) {
        List<String> outputs = new ArrayList<>();
        for (LevelSpec level : pyramid.spec().levels()) {
            String name = pyramid.spec().name(level.level());
            outputs.add(reading.passOn(name, vertex(pyramid.level(level.level()))));
        }
        return List.copyOf(outputs);
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return graph.parameters();
    }

    /**
     * Puts weights into a network that was built from this graph.
     *
     * @param weights by our names; what else they hold is left alone
     * @throws IllegalArgumentException where one is missing or has another shape
     */
    public void load(ComputationGraph network, Weights weights) {
        Map<String, float[]> checked = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            checked.put(
                    parameter.name(),
                    weights.get(parameter.name(), parameter.shape()).values());
        }
        for (Parameter parameter : graph.parameters()) {
            ParameterPlace place = reading.place(parameter.name());
            Dl4jLayout.write(
                    checked.get(parameter.name()), parameter.shape(), place.depthwise(), array(network, place));
        }
    }

    /** Reads the weights of a network that was built from this graph, by our names. */
    public Weights weights(ComputationGraph network) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            ParameterPlace place = reading.place(parameter.name());
            float[] values = Dl4jLayout.read(array(network, place), place.depthwise());
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    private static INDArray array(ComputationGraph network, ParameterPlace place) {
        if (network.getVertex(place.vertex()) == null) {
            throw new IllegalArgumentException("vertex[" + place.vertex() + "] is not in this network");
        }
        return network.getVertex(place.vertex()).paramTable(false).get(place.key());
    }
}
