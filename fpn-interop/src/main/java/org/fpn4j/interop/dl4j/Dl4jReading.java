package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Padding;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;

/** Appends vertices for what is declared, and remembers where DL4J keeps each parameter. */
final class Dl4jReading implements Reading {
    /** {@code parameter} is null for maps, {@code vertex} for parameters. */
    private record Dl4jTensor(String vertex, Parameter parameter, Shape shape) implements Tensor {
        @Override
        public String name() {
            return parameter == null ? vertex : parameter.name();
        }
    }

    /** Where DL4J keeps a parameter. */
    record ParameterPlace(String vertex, String key, boolean depthwise) {}

    private final GraphTarget target;
    private final NodeNames vertices = new NodeNames();
    private final Map<String, ParameterPlace> places = new LinkedHashMap<>();

    Dl4jReading(GraphTarget target) {
        this.target = target;
    }

    /** Adds a vertex that passes another on, with a name that no other has. */
    String passOn(String name, String vertex) {
        String free = vertices.unique("", name);
        target.vertex(free, new ScaleVertex(1), vertex);
        return free;
    }

    /** A vertex as a tensor. */
    static Tensor map(String vertex, Shape shape) {
        return new Dl4jTensor(vertex, null, shape);
    }

    /** The vertex behind a tensor. */
    static String vertex(Tensor tensor) {
        return ((Dl4jTensor) tensor).vertex();
    }

    @Override
    public Tensor input(String name, Shape shape) {
        vertices.unique("", name);
        target.input(name);
        return map(name, shape);
    }

    @Override
    public Tensor parameter(Parameter parameter) {
        return new Dl4jTensor(null, parameter, parameter.shape());
    }

    /** Refused: DL4J has no constants. */
    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        throw new IllegalArgumentException(
                "constant[" + name + "]: a DL4J graph has no constants; heads stay outside of it");
    }

    @Override
    public Tensor apply(Applied node) {
        List<String> maps = new ArrayList<>();
        List<Parameter> parameters = new ArrayList<>();
        for (Tensor input : node.inputs()) {
            Dl4jTensor tensor = (Dl4jTensor) input;
            if (tensor.parameter() == null) {
                maps.add(tensor.vertex());
            } else {
                parameters.add(tensor.parameter());
            }
        }
        boolean trainable = parameters.stream().anyMatch(Parameter::trainable);
        Counterpart counterpart = node.operation().accept(new Counterparts(node.shapes(), node.output(), trainable));
        String name = counterpart.ownsScope() ? owned(node, parameters) : node.name();
        vertices.unique("", name);
        if (counterpart.layer().isPresent()) {
            NativeLayers.NativeLayer layer = counterpart.layer().get();
            place(name, parameters, layer.keys(), layer.depthwise());
            addLayer(name, layer, maps.get(0));
        } else if (counterpart.vertex().isPresent()) {
            target.vertex(name, counterpart.vertex().get(), maps.toArray(new String[0]));
        } else {
            addOperation(name, node, maps, parameters);
        }
        return map(name, node.output());
    }

    /** Parameters of convolutions and norms stand alone in their scope; a node's own stand beside other nodes. */
    private static String owned(Applied node, List<Parameter> parameters) {
        String scope = NodeNames.parent(parameters.get(0).name());
        return scope.isEmpty() ? node.name() : scope;
    }

    private void addLayer(String name, NativeLayers.NativeLayer layer, String input) {
        Padding padding = layer.padding();
        String from = input;
        if (!padding.equals(Padding.NONE)) {
            from = name + ".padding";
            target.layer(
                    from,
                    new ZeroPaddingLayer.Builder(padding.top(), padding.bottom(), padding.left(), padding.right())
                            .build(),
                    input);
        }
        target.layer(name, layer.layer(), from);
    }

    private void addOperation(String name, Applied node, List<String> maps, List<Parameter> parameters) {
        Shape output = node.output();
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
                    key, parameter.shape(), start(parameter), parameter.trainable()));
        }
        place(name, parameters, keys, false);
        target.vertex(
                name, new OperationVertex(node.operation(), maps.size(), output, owned), maps.toArray(new String[0]));
    }

    /** What a vector holds until weights are loaded. */
    private static double start(Parameter parameter) {
        return parameter.initializer() instanceof Initializer.Constant constant ? constant.value() : 1;
    }

    private void place(String vertex, List<Parameter> parameters, List<String> keys, boolean depthwise) {
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            boolean kernel = depthwise && parameters.get(i).shape().rank() == 4;
            if (places.put(name, new ParameterPlace(vertex, keys.get(i), kernel)) != null) {
                throw new IllegalArgumentException("parameter[" + name
                        + "] is applied twice: a DL4J layer stands in one place, so a layer that several levels share,"
                        + " as heads have, cannot become part of a DL4J graph");
            }
        }
    }

    ParameterPlace place(String parameter) {
        ParameterPlace place = places.get(parameter);
        if (place == null) {
            throw new IllegalStateException("parameter[" + parameter + "] was declared and never applied");
        }
        return place;
    }
}
