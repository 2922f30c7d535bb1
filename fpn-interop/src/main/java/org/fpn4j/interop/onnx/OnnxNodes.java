package org.fpn4j.interop.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Shape;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * Nodes and constants of a model that is being made. A node has one result, or several, each named after the node; values are
 * known by their names, which are unique.
 */
final class OnnxNodes {
    private static final long LARGEST = Integer.MAX_VALUE - (1L << 24); // protobuf's limit; 16 MB are left for nodes

    private final NodeNames names = new NodeNames();
    private final Set<String> taken = new HashSet<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();
    private final Map<List<Object>, String> shared = new HashMap<>();
    private long bytes;

    /** A scope that no other node stands in. */
    OnnxScope scope(String path, String label) {
        return new OnnxScope(this, names.unique(path, label));
    }

    /** Adds a node inside a scope and returns the name of its result. */
    String apply(String scope, String type, List<String> inputs, AttributeProto... attributes) {
        return apply(scope, type, inputs, 1, attributes).get(0);
    }

    /** Adds a node with several results and returns their names. */
    List<String> apply(String scope, String type, List<String> inputs, int results, AttributeProto... attributes) {
        String name = names.unique(scope, type);
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            outputs.add(take(i == 0 ? name : name + "." + i));
        }
        nodes.add(NodeProto.newBuilder()
                .setName(name)
                .setOpType(type)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(Arrays.asList(attributes))
                .build());
        return outputs;
    }

    /** Gives a value another name. */
    void rename(String value, String name) {
        nodes.add(NodeProto.newBuilder()
                .setName(take(name))
                .setOpType("Identity")
                .addInput(value)
                .addOutput(name)
                .build());
    }

    /** Claims a name. */
    String take(String name) {
        if (!taken.add(name)) {
            throw new IllegalStateException("value[" + name + "] is declared twice");
        }
        return name;
    }

    /**
     * Makes room for a tensor.
     *
     * @throws UserInputException where the model would be larger than a file can be
     */
    void reserve(String name, Shape shape) {
        bytes = Math.addExact(bytes, Math.multiplyExact(4L, shape.size()));
        if (bytes > LARGEST) {
            throw new UserInputException(
                    name,
                    "with tensor" + shape + " the ONNX model would have [" + bytes + "] bytes",
                    "a file of this format holds at most [" + LARGEST + "] bytes of weights");
        }
    }

    /** A constant of its own name; {@link #reserve} comes before it. */
    String constant(String name, Shape shape, float[] values) {
        constants.put(take(name), tensor(name, shape, values));
        return name;
    }

    /** A vector of whole numbers, shared by all who ask for the same. */
    String integers(long... values) {
        List<Object> key = new ArrayList<>(List.of(TensorProto.DataType.INT64));
        Arrays.stream(values).forEach(key::add);
        return shared.computeIfAbsent(key, unused -> {
            ByteBuffer data = buffer(8L * values.length);
            Arrays.stream(values).forEach(data::putLong);
            return put(
                    TensorProto.newBuilder()
                            .addDims(values.length)
                            .setDataType(TensorProto.DataType.INT64.getNumber())
                            .setRawData(wrap(data)),
                    "integers");
        });
    }

    /** A vector of numbers, shared by all who ask for the same. */
    String reals(float... values) {
        List<Object> key = new ArrayList<>(List.of(TensorProto.DataType.FLOAT));
        for (float value : values) {
            key.add(value);
        }
        return shared.computeIfAbsent(
                key, unused -> put(tensor("", Shape.of(values.length), values).toBuilder(), "reals"));
    }

    private String put(TensorProto.Builder tensor, String kind) {
        String name = take(names.unique("constants", kind));
        constants.put(name, tensor.setName(name).build());
        return name;
    }

    static TensorProto tensor(String name, Shape shape, float[] values) {
        ByteBuffer data = buffer(4L * values.length);
        data.asFloatBuffer().put(values);
        return TensorProto.newBuilder()
                .setName(name)
                .addAllDims(shape.dims().stream().map(Integer::longValue).toList())
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(wrap(data))
                .build();
    }

    private static ByteBuffer buffer(long size) {
        return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteString wrap(ByteBuffer data) {
        return UnsafeByteOperations.unsafeWrap(data.rewind());
    }

    /** The nodes and constants that lead to the wanted values, in order. */
    GraphProto.Builder graph(List<String> wanted) {
        Map<String, NodeProto> makers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(output -> makers.put(output, node)));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String value = open.pop();
            if (needed.add(value) && makers.containsKey(value)) {
                open.addAll(makers.get(value).getInputList());
            }
        }
        GraphProto.Builder graph = GraphProto.newBuilder();
        for (NodeProto node : nodes) {
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                graph.addNode(node);
            }
        }
        constants.forEach((name, tensor) -> {
            if (needed.contains(name)) {
                graph.addInitializer(tensor);
            }
        });
        return graph;
    }
}
