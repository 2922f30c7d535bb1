package org.fpn4j.interop.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.graph.Shape;

/** A model in ONNX Runtime. */
final class OrtRun implements AutoCloseable {
    /**
     * One output.
     *
     * @param values numbers of either type, flat
     */
    record Output(long[] shape, double[] values) {
        /** The part that belongs to one image. */
        double[] of(int image) {
            int row = values.length / (int) shape[0];
            return Arrays.copyOfRange(values, image * row, (image + 1) * row);
        }

        float[] floats(int image) {
            double[] row = of(image);
            float[] floats = new float[row.length];
            for (int i = 0; i < row.length; i++) {
                floats[i] = (float) row[i];
            }
            return floats;
        }
    }

    private final OrtSession session;

    OrtRun(OnnxModel model) {
        try {
            session = OrtEnvironment.getEnvironment().createSession(model.bytes());
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime refuses the model", e);
        }
    }

    OrtSession session() {
        return session;
    }

    Map<String, Output> run(Map<String, float[]> inputs, Map<String, Shape> shapes) {
        Map<String, OnnxTensor> fed = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, float[]> input : inputs.entrySet()) {
                fed.put(
                        input.getKey(),
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(),
                                FloatBuffer.wrap(input.getValue()),
                                shapes.get(input.getKey()).toLongArray()));
            }
            Map<String, Output> outputs = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(fed)) {
                for (String name : session.getOutputNames()) {
                    outputs.put(name, output((OnnxTensor) result.get(name).orElseThrow()));
                }
            }
            return outputs;
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime cannot run the model", e);
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }

    private static Output output(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        double[] values = new double[(int) info.getNumElements()];
        switch (info.type) {
            case FLOAT -> {
                FloatBuffer buffer = tensor.getFloatBuffer();
                Arrays.setAll(values, i -> buffer.get(i));
            }
            case INT64 -> {
                java.nio.LongBuffer buffer = tensor.getLongBuffer();
                Arrays.setAll(values, i -> buffer.get(i));
            }
            default -> throw new AssertionError("output of " + info.type);
        }
        return new Output(info.getShape(), values);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AssertionError("ONNX Runtime cannot close its session", e);
        }
    }
}
