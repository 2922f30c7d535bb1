package org.fpn4j.interop.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
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
public final class Dl4jGraph implements Graph {
    /** {@code parameter} is null for maps, {@code vertex} for parameters. */
    private record Dl4jTensor(String vertex, Parameter parameter, Shape shape) implements Tensor {
        @Override
        public String name() {
            return parameter == null ? vertex : parameter.name();
        }
    }

    /** Where DL4J keeps a parameter. */
    private record Place(String vertex, String key, boolean depthwise) {}

    /** What all scopes of one graph share. */
    private static final class State {
        final GraphTarget target;
        final NodeNames names = new NodeNames();
        final Map<String, Parameter> parameters = new LinkedHashMap<>();
        final Map<String, Place> places = new LinkedHashMap<>();

        State(GraphTarget target) {
            this.target = target;
        }
    }

    private final State state;
    private final String path;

    private Dl4jGraph(State state, String path) {
        this.state = state;
        this.path = path;
    }

    /** Appends to a configuration that is being built. */
    public static Dl4jGraph on(ComputationGraphConfiguration.GraphBuilder builder) {
        requireNonNull(builder, "builder is null");
        return new Dl4jGraph(new State(new GraphTarget.Configuration(builder)), "");
    }

    /** Appends to a trained network whose weights are kept. */
    public static Dl4jGraph on(TransferLearning.GraphBuilder builder) {
        requireNonNull(builder, "builder is null");
        return new Dl4jGraph(new State(new GraphTarget.TrainedNetwork(builder)), "");
    }

    @Override
    public Graph scope(String name) {
        return new Dl4jGraph(state, NodeNames.join(path, name));
    }

    @Override
    public String path() {
        return path;
    }

    /** Adds an input to the DL4J graph. */
    @Override
    public Tensor input(String name, Shape shape) {
        state.target.input(name);
        return wrap(name, shape);
    }

    /**
     * A vertex or input of the DL4J graph as a tensor of this one.
     *
     * @param shape {@code [N, C, H, W]}; N may be any
     */
    public Tensor wrap(String vertex, Shape shape) {
        return new Dl4jTensor(requireNonNull(vertex, "vertex is null"), null, requireNonNull(shape, "shape is null"));
    }

    /** The name of the DL4J vertex behind a tensor of this graph. */
    public static String vertex(Tensor tensor) {
        return ((Dl4jTensor) tensor).vertex();
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
            String name = state.names.unique(path, pyramid.spec().name(level.level()));
            state.target.vertex(name, new ScaleVertex(1), vertex(pyramid.level(level.level())));
            outputs.add(name);
        }
        return List.copyOf(outputs);
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        Parameter parameter = new Parameter(NodeNames.join(path, name), shape, initializer, role, trainable);
        if (state.parameters.put(parameter.name(), parameter) != null) {
            throw new IllegalStateException("parameter[" + parameter.name() + "] is declared twice");
        }
        return new Dl4jTensor(null, parameter, shape);
    }

    /** Refused: DL4J has no constants. */
    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        throw new IllegalArgumentException("constant[" + NodeNames.join(path, name)
                + "]: a DL4J graph has no constants; heads stay outside of it");
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        Shape output = operation.infer(shapes);
        List<String> maps = new ArrayList<>();
        List<Parameter> parameters = new ArrayList<>();
        for (Tensor input : inputs) {
            Dl4jTensor tensor = (Dl4jTensor) input;
            if (tensor.parameter() == null) {
                maps.add(tensor.vertex());
            } else {
                parameters.add(tensor.parameter());
            }
        }
        boolean trainable = parameters.stream().anyMatch(Parameter::trainable);
        Counterpart counterpart = operation.accept(new Counterparts(shapes, output, trainable));
        String name = name(operation, counterpart, parameters);
        if (counterpart.layer().isPresent()) {
            NativeLayers.NativeLayer layer = counterpart.layer().get();
            place(name, parameters, layer.keys(), layer.depthwise());
            addLayer(name, layer, maps.get(0));
        } else if (counterpart.vertex().isPresent()) {
            state.target.vertex(name, counterpart.vertex().get(), maps.toArray(new String[0]));
        } else {
            addOperation(name, operation, maps, parameters, output);
        }
        return new Dl4jTensor(name, null, output);
    }

    /** Parameters of convolutions and norms stand alone in their scope; a node's own stand beside other nodes. */
    private String name(Operation operation, Counterpart counterpart, List<Parameter> parameters) {
        if (!counterpart.ownsScope()) {
            return state.names.unique(path, operation.label());
        }
        String first = parameters.get(0).name();
        int dot = first.lastIndexOf('.');
        return dot > 0 ? first.substring(0, dot) : state.names.unique(path, operation.label());
    }

    private void addLayer(String name, NativeLayers.NativeLayer layer, String input) {
        Padding padding = layer.padding();
        String from = input;
        if (!padding.equals(Padding.NONE)) {
            from = name + ".padding";
            state.target.layer(
                    from,
                    new ZeroPaddingLayer.Builder(padding.top(), padding.bottom(), padding.left(), padding.right())
                            .build(),
                    input);
        }
        state.target.layer(name, layer.layer(), from);
    }

    private void addOperation(
            String name, Operation operation, List<String> maps, List<Parameter> parameters, Shape output) {
        if (output.rank() != 4) {
            throw new IllegalArgumentException(
                    "node[" + name + "] makes " + output + ": only maps [N, C, H, W] can stand in a DL4J graph");
        }
        List<OperationVertex.VertexParameter> owned = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Parameter parameter : parameters) {
            // DL4J takes what stands behind the last underscore of vertex_parameter for the parameter
            String key = parameter
                    .name()
                    .substring(parameter.name().lastIndexOf('.') + 1)
                    .replace('_', '-');
            keys.add(key);
            owned.add(new OperationVertex.VertexParameter(
                    key, parameter.shape().size(), start(parameter), parameter.trainable()));
        }
        place(name, parameters, keys, false);
        state.target.vertex(
                name, new OperationVertex(operation, maps.size(), output, owned), maps.toArray(new String[0]));
    }

    /** What a vector holds until weights are loaded. */
    private static double start(Parameter parameter) {
        return parameter.initializer() instanceof Initializer.Constant constant ? constant.value() : 1;
    }

    private void place(String vertex, List<Parameter> parameters, List<String> keys, boolean depthwise) {
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            boolean kernel = depthwise && parameters.get(i).shape().rank() == 4;
            if (state.places.put(name, new Place(vertex, keys.get(i), kernel)) != null) {
                throw new IllegalArgumentException("parameter[" + name
                        + "] is applied twice: a DL4J layer stands in one place, so a layer that several levels share,"
                        + " as heads have, cannot become part of a DL4J graph");
            }
        }
    }

    /** Parameters and buffers in the order of their declaration. */
    public List<Parameter> parameters() {
        return List.copyOf(state.parameters.values());
    }

    /**
     * Puts weights into a network that was built from this graph.
     *
     * @param weights by our names; what else they hold is left alone
     * @throws IllegalArgumentException where one is missing or has another shape
     */
    public void load(ComputationGraph network, Weights weights) {
        Map<String, float[]> checked = new LinkedHashMap<>();
        for (Parameter parameter : state.parameters.values()) {
            checked.put(
                    parameter.name(),
                    weights.get(parameter.name(), parameter.shape()).values());
        }
        checked.forEach((name, values) -> {
            Shape shape = state.parameters.get(name).shape();
            Dl4jLayout.write(values, shape, place(name).depthwise(), array(network, place(name)));
        });
    }

    /** Reads the weights of a network that was built from this graph, by our names. */
    public Weights weights(ComputationGraph network) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : state.parameters.values()) {
            Place place = place(parameter.name());
            float[] values = Dl4jLayout.read(array(network, place), place.depthwise());
            tensors.put(parameter.name(), new NamedTensor(parameter.shape(), values));
        }
        return new Weights(tensors);
    }

    private Place place(String parameter) {
        Place place = state.places.get(parameter);
        if (place == null) {
            throw new IllegalStateException("parameter[" + parameter + "] was declared and never applied");
        }
        return place;
    }

    private static INDArray array(ComputationGraph network, Place place) {
        if (network.getVertex(place.vertex()) == null) {
            throw new IllegalArgumentException("vertex[" + place.vertex() + "] is not in this network");
        }
        return network.getVertex(place.vertex()).paramTable(false).get(place.key());
    }
}
