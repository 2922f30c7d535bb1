package org.fpn4j.interop.onnx;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.weights.Weights;

/**
 * The reading that makes an ONNX model (opset 17) for inference. Sizes are those of the definition, which is declared for a
 * batch of one; the model takes any batch. Parameters are initializers under their full names; nodes stand in the scopes of
 * the definition. Batch norm uses its stored statistics.
 *
 * <p>Losses have no rule: they are refused with {@link IllegalArgumentException}.
 */
public final class OnnxGraph implements Graph {
    /** What all scopes of one graph share. */
    private record State(Weights weights, OnnxNodes nodes, Map<String, OnnxValue> inputs) {}

    private final State state;
    private final String path;

    /**
     * An empty graph.
     *
     * @param weights values of all parameters and buffers, by full name
     */
    public OnnxGraph(Weights weights) {
        this(new State(requireNonNull(weights, "weights is null"), new OnnxNodes(), new LinkedHashMap<>()), "");
    }

    private OnnxGraph(State state, String path) {
        this.state = state;
        this.path = path;
    }

    @Override
    public Graph scope(String name) {
        return new OnnxGraph(state, NodeNames.join(path, name));
    }

    @Override
    public String path() {
        return path;
    }

    /** An input whose first dimension is the batch; it must be 1 here and is free in the model. */
    @Override
    public Tensor input(String name, Shape shape) {
        if (shape.rank() == 0 || shape.batch() != 1) {
            throw new IllegalArgumentException("input[" + name + "] of " + shape + ": expected a batch of 1");
        }
        OnnxValue input = new OnnxValue(state.nodes().take(name), shape, DataType.FLOAT);
        state.inputs().put(name, input);
        return input;
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer, Parameter.Role role, boolean trainable) {
        Parameter parameter = new Parameter(NodeNames.join(path, name), shape, initializer, role, trainable);
        state.nodes().reserve(parameter.name(), shape);
        float[] values = state.weights().get(parameter.name(), shape).values();
        return new OnnxValue(state.nodes().constant(parameter.name(), shape, values), shape, DataType.FLOAT);
    }

    @Override
    public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
        String full = NodeNames.join(path, name);
        state.nodes().reserve(full, shape);
        return new OnnxValue(state.nodes().constant(full, shape, values.get()), shape, DataType.FLOAT);
    }

    @Override
    public Tensor apply(Operation operation, List<Tensor> inputs) {
        List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
        Shape output = operation.infer(shapes);
        OnnxScope scope = state.nodes().scope(path, operation.label());
        List<String> values = inputs.stream().map(Tensor::name).toList();
        String value = operation.accept(new OnnxLowering(scope, values, shapes));
        return new OnnxValue(value, output, DataType.FLOAT);
    }

    /**
     * Appends what follows a head's raw outputs. With {@code D} the smaller of the decoding's most detections and the number
     * of its candidates:
     *
     * <pre>
     * boxes [N, D, 4]        x1, y1, x2, y2 in pixels of the input, best first; 0 where there is no detection
     * scores [N, D]          0 where there is no detection
     * labels [N, D]          class index, int64; -1 where there is no detection
     * num_detections [N]     int64
     * </pre>
     *
     * @param classes number of classes that are detected, the head's first; larger numbers mean all
     * @param predictions raw outputs by name
     */
    public Map<String, Tensor> detections(Decoding decoding, int classes, Map<String, Tensor> predictions) {
        return new OnnxDetections(state.nodes().scope(path, "detections"), decoding, classes).append(predictions);
    }

    /**
     * The model that computes these tensors; whatever leads to none of them is left out.
     *
     * @param outputs by the names that they get
     * @param metadata properties of the model
     */
    public OnnxModel model(Map<String, Tensor> outputs, Map<String, String> metadata) {
        Map<String, OnnxValue> named = new LinkedHashMap<>();
        outputs.forEach((name, tensor) -> {
            state.nodes().rename(tensor.name(), name);
            named.put(
                    name,
                    new OnnxValue(name, tensor.shape(), OnnxValue.of(tensor).type()));
        });
        return OnnxModel.of(
                state.nodes().graph(List.copyOf(outputs.keySet())),
                List.copyOf(state.inputs().values()),
                List.copyOf(named.values()),
                metadata);
    }
}
