package org.fpn4j.interop.onnx;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import onnx.Onnx.TensorProto.DataType;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.graph.DelegatingGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.ReadGraph;
import org.fpn4j.core.graph.Reading;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.weights.Weights;

/**
 * The reading that makes an ONNX model (opset 17) for inference. Sizes are those of the definition, which is declared for a
 * batch of one; the model takes any batch. Parameters are initializers under their full names; nodes stand in the scopes of
 * the definition. Batch norm uses its stored statistics.
 *
 * <p>Losses have no rule: they are refused with {@link IllegalArgumentException}.
 */
public final class OnnxGraph implements DelegatingGraph {
    private record Writing(Weights weights, OnnxNodes nodes) implements Reading {
        /** Its first dimension is the batch; it must be 1 here and is free in the model. */
        @Override
        public Tensor input(String name, Shape shape) {
            if (shape.rank() == 0 || shape.batch() != 1) {
                throw new IllegalArgumentException("input[" + name + "] of " + shape + ": expected a batch of 1");
            }
            return new OnnxValue(nodes.take(name), shape, DataType.FLOAT);
        }

        @Override
        public Tensor parameter(Parameter parameter) {
            String name = parameter.name();
            Shape shape = parameter.shape();
            nodes.reserve(name, shape);
            float[] values = weights.get(name, shape).values();
            return new OnnxValue(nodes.constant(name, shape, values), shape, DataType.FLOAT);
        }

        @Override
        public Tensor constant(String name, Shape shape, Supplier<float[]> values) {
            nodes.reserve(name, shape);
            return new OnnxValue(nodes.constant(name, shape, values.get()), shape, DataType.FLOAT);
        }

        @Override
        public Tensor apply(Applied node) {
            OnnxScope scope = nodes.scope(node.scope(), node.operation().label());
            List<String> values = node.inputs().stream().map(Tensor::name).toList();
            String value = node.operation().accept(new OnnxLowering(scope, values, node.shapes(), node.output()));
            return new OnnxValue(value, node.output(), DataType.FLOAT);
        }
    }

    private final OnnxNodes nodes = new OnnxNodes();
    private final ReadGraph graph;

    /**
     * An empty graph.
     *
     * @param weights values of all parameters and buffers, by full name
     */
    public OnnxGraph(Weights weights) {
        this.graph = new ReadGraph(new Writing(requireNonNull(weights, "weights is null"), nodes));
    }

    @Override
    public Graph graph() {
        return graph;
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
        return new OnnxDetections(nodes.scope("", "detections"), decoding, classes).append(predictions);
    }

    /**
     * Appends the same outputs where the head decides about detections itself, and with a mask head
     *
     * <pre>
     * masks [N, D, M, M]     probabilities on a grid over each box; 0 where there is no detection
     * </pre>
     *
     * @param classes number of classes that are detected, the head's first; larger numbers mean all
     * @param predictions raw outputs by name
     */
    public Map<String, Tensor> detections(
            HeadGeometry.DetectionTable where, int classes, Map<String, Tensor> predictions) {
        return new OnnxDetectionTable(nodes.scope("", "detections"), where, classes).append(predictions);
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
            nodes.rename(tensor.name(), name);
            named.put(
                    name,
                    new OnnxValue(name, tensor.shape(), OnnxValue.of(tensor).type()));
        });
        return OnnxModel.of(
                nodes.graph(List.copyOf(outputs.keySet())),
                graph.inputs().entrySet().stream()
                        .map(input -> new OnnxValue(input.getKey(), input.getValue(), DataType.FLOAT))
                        .toList(),
                List.copyOf(named.values()),
                metadata);
    }
}
