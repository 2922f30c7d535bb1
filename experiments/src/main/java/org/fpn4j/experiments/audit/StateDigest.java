package org.fpn4j.experiments.audit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.fpn4j.core.files.Digests;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.training.loop.Snapshot;

/**
 * One SHA-256 for all that a training can be resumed from: that of a line for each tensor of the weights, then of the memory,
 * in their order: its name, its shape, and the SHA-256 of its values as {@code float32}, little end first.
 */
final class StateDigest {
    private StateDigest() {}

    static String of(Snapshot snapshot) {
        StringBuilder lines = new StringBuilder();
        append(lines, snapshot.weights());
        append(lines, snapshot.memory());
        return Digests.sha256(lines.toString());
    }

    private static void append(StringBuilder lines, Weights weights) {
        for (Map.Entry<String, NamedTensor> tensor : weights.tensors().entrySet()) {
            float[] values = tensor.getValue().values();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            lines.append(tensor.getKey())
                    .append(tensor.getValue().shape())
                    .append(Digests.sha256(bytes.array()))
                    .append('\n');
        }
    }
}
