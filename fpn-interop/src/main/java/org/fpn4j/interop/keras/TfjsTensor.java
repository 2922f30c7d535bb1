package org.fpn4j.interop.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.weights.HalfPrecision;

/**
 * A tensor as a manifest of TF.js describes it. A quantised one holds whole numbers {@code q} that stand for {@code q *
 * scale + least}.
 *
 * @param stored how a value is stored
 */
record TfjsTensor(String name, Shape shape, Stored stored, double scale, double least) {
    /** Kinds of stored values. */
    enum Stored {
        FLOAT32(4),
        FLOAT16(2),
        UINT8(1),
        UINT16(2);

        private final int bytes;

        Stored(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException with a sentence, where it is not that of numbers
     */
    static TfjsTensor of(JsonNode description) {
        if (!description.path("dtype").asText().equals("float32")) {
            throw new IllegalArgumentException(
                    "has dtype[" + description.path("dtype").asText() + "]; only float32 can be read");
        }
        List<Integer> dims = new ArrayList<>();
        for (JsonNode dim : description.path("shape")) {
            if (!dim.isInt() || dim.intValue() < 1) {
                throw new IllegalArgumentException("has shape[" + description.path("shape") + "]; sizes must be >= 1");
            }
            dims.add(dim.intValue());
        }
        JsonNode quantization = description.path("quantization");
        Stored stored =
                switch (quantization.path("dtype").asText("float32")) {
                    case "float32" -> Stored.FLOAT32;
                    case "float16" -> Stored.FLOAT16;
                    case "uint8" -> Stored.UINT8;
                    case "uint16" -> Stored.UINT16;
                    default -> throw new IllegalArgumentException(
                            "is stored as [" + quantization.path("dtype").asText() + "], which is not known");
                };
        return new TfjsTensor(
                description.path("name").asText(),
                new Shape(dims),
                stored,
                quantization.path("scale").asDouble(1),
                quantization.path("min").asDouble(0));
    }

    /** Length in the shards. */
    long bytes() {
        return Math.multiplyExact(shape.size(), stored.bytes);
    }

    /** The next values of the data. */
    float[] read(ByteBuffer data) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (stored) {
                case FLOAT32 -> data.getFloat();
                case FLOAT16 -> HalfPrecision.toFloat(data.getShort());
                case UINT8 -> (float) ((data.get() & 0xFF) * scale + least);
                case UINT16 -> (float) ((data.getShort() & 0xFFFF) * scale + least);
            };
        }
        return values;
    }
}
