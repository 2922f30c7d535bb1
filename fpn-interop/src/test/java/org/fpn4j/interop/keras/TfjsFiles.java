package org.fpn4j.interop.keras;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes models in TF.js' layers format: described tensors, their bytes, and layers. */
public final class TfjsFiles {
    private final List<String> weights = new ArrayList<>();
    private final List<String> layers = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A layer with its settings, {@code "strides": [2, 2]}. */
    public TfjsFiles layer(String name, String kind, String settings) {
        layers.add("{\"class_name\": \"%s\", \"config\": {\"name\": \"%s\"%s}}"
                .formatted(kind, name, settings.isEmpty() ? "" : ", " + settings));
        return this;
    }

    /** Values in TensorFlow's order. */
    public TfjsFiles tensor(String name, String shape, float... values) {
        describe(name, shape, "");
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        bytes.writeBytes(buffer.array());
        return this;
    }

    /** Values as whole numbers of one byte. */
    TfjsFiles quantised(String name, String shape, String dtype, double scale, double min, int... stored) {
        describe(
                name,
                shape,
                ", \"quantization\": {\"dtype\": \"%s\", \"scale\": %s, \"min\": %s}".formatted(dtype, scale, min));
        for (int value : stored) {
            bytes.write(value);
            if (!dtype.equals("uint8")) {
                bytes.write(value >> 8);
            }
        }
        return this;
    }

    TfjsFiles describe(String name, String shape, String more) {
        weights.add("{\"name\": \"%s\", \"shape\": %s, \"dtype\": \"float32\"%s}".formatted(name, shape, more));
        return this;
    }

    /** Writes {@code model.json} and two shards. */
    public Path write(Path folder) {
        return write(folder, "\"a.bin\", \"b.bin\"");
    }

    Path write(Path folder, String paths) {
        byte[] all = bytes.toByteArray();
        int half = all.length / 2;
        String model =
                """
                {"format": "layers-model",
                 "modelTopology": {"model_config": {"config": {"layers": [%s]}}},
                 "weightsManifest": [{"paths": [%s], "weights": [%s]}]}"""
                        .formatted(String.join(", ", layers), paths, String.join(", ", weights));
        try {
            Files.write(folder.resolve("a.bin"), java.util.Arrays.copyOf(all, half));
            Files.write(folder.resolve("b.bin"), java.util.Arrays.copyOfRange(all, half, all.length));
            return Files.writeString(folder.resolve("model.json"), model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
