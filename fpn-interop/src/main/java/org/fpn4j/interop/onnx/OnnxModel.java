package org.fpn4j.interop.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.fpn4j.core.files.WholeFile;

/** A whole ONNX model. */
public final class OnnxModel {
    /** Version of ONNX's operators that models are made of. */
    public static final int OPSET = 17;

    private static final int IR_VERSION = 8; // the one that came with opset 17
    private static final String BATCH = "N";

    private final ModelProto proto;
    private final List<Port> inputs;
    private final List<Port> outputs;

    /**
     * What goes in or comes out.
     *
     * @param dims numbers, and {@code N} for the batch; {@code 100*N} where an image has as many of something
     * @param type {@code float} or {@code int64}
     */
    public record Port(String name, List<String> dims, String type) {
        public Port {
            dims = List.copyOf(dims);
        }

        static Port of(OnnxValue value) {
            List<String> dims = new ArrayList<>();
            value.shape().dims().forEach(dim -> dims.add(dims.isEmpty() ? batch(dim) : dim.toString()));
            return new Port(value.name(), dims, value.type().name().toLowerCase(Locale.ROOT));
        }

        /** {@code images [N, 3, 512, 512] float}. */
        @Override
        public String toString() {
            return name + " " + dims + " " + type;
        }
    }

    /** The first dimension of what has this one for a batch of one. */
    private static String batch(int ofOne) {
        return ofOne == 1 ? BATCH : ofOne + "*" + BATCH;
    }

    private OnnxModel(ModelProto proto, List<Port> inputs, List<Port> outputs) {
        this.proto = proto;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    static OnnxModel of(
            GraphProto.Builder graph, List<OnnxValue> inputs, List<OnnxValue> outputs, Map<String, String> metadata) {
        graph.setName("fpn4j");
        inputs.forEach(input -> graph.addInput(info(input)));
        outputs.forEach(output -> graph.addOutput(info(output)));
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("fpn4j")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(
                model.build(),
                inputs.stream().map(Port::of).toList(),
                outputs.stream().map(Port::of).toList());
    }

    private static ValueInfoProto info(OnnxValue value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(batch(value.shape().dim(0)));
        value.shape().dims().stream().skip(1).forEach(dim -> shape.addDimBuilder()
                .setDimValue(dim));
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(value.type().getNumber())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** What the model is fed. */
    public List<Port> inputs() {
        return inputs;
    }

    /** What the model gives. */
    public List<Port> outputs() {
        return outputs;
    }

    /** Bytes of the file. */
    public long size() {
        return proto.getSerializedSize();
    }

    /** The file's content. */
    public byte[] bytes() {
        return proto.toByteArray();
    }

    /** Writes the file, whole or not at all. */
    public void write(Path file) {
        WholeFile.write(file, proto::writeTo);
    }
}
