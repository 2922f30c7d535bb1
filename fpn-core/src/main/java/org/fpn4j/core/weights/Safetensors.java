package org.fpn4j.core.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * The safetensors format: eight bytes little-endian with the length of a JSON header, the header, then the data. Reads
 * F32, F64, F16 and BF16, writes F32 in the order given, so that the same tensors give the same bytes.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_HEADER = 100_000_000; // the reference implementation's limit
    private static final String METADATA = "__metadata__";

    private Safetensors() {}

    /** Writes to a temporary file beside the target and moves it there. */
    public static void write(Path file, Weights weights) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, NamedTensor> entry : weights.tensors().entrySet()) {
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            tensor.set("shape", JSON.valueToTree(entry.getValue().shape().dims()));
            long end = offset + 4L * entry.getValue().values().length;
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JSON.writeValueAsBytes(header);
        int padded = (text.length + 7) / 8 * 8; // data starts at a multiple of eight
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream stream = Files.newOutputStream(temporary)) {
            ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            start.putLong(padded).put(text);
            while (start.hasRemaining()) {
                start.put((byte) ' ');
            }
            stream.write(start.array());
            for (NamedTensor tensor : weights.tensors().values()) {
                writeFloats(stream, tensor.values());
            }
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeFloats(OutputStream stream, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
        int step = chunk.capacity() / 4;
        for (int start = 0; start < values.length; start += step) {
            int count = Math.min(step, values.length - start);
            chunk.asFloatBuffer().put(values, start, count);
            stream.write(chunk.array(), 0, 4 * count);
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws UserInputException where it is missing or not in this format, with the reason
     */
    public static Weights read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(file.toString(), "weights file does not exist");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw broken(file, "is shorter than the eight bytes of its header's length");
            }
            long length = map(channel, 0, 8).getLong();
            if (length < 2 || length > LONGEST_HEADER || length > size - 8) {
                throw broken(file, "claims a header of [" + length + "] bytes in a file of [" + size + "]");
            }
            byte[] text = new byte[(int) length];
            Channels.newInputStream(channel.position(8)).readNBytes(text, 0, text.length);
            return new Weights(readTensors(file, channel, parse(file, text), 8 + length, size));
        } catch (IOException e) {
            throw broken(file, "cannot be read: " + e.getMessage());
        }
    }

    private static JsonNode parse(Path file, byte[] text) {
        try {
            JsonNode header = JSON.readTree(new String(text, StandardCharsets.UTF_8));
            if (!header.isObject()) {
                throw broken(file, "has a header that is not a JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw broken(file, "has a header that is not JSON: " + e.getOriginalMessage());
        }
    }

    private static Map<String, NamedTensor> readTensors(
            Path file, FileChannel channel, JsonNode header, long dataStart, long size) throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                continue;
            }
            JsonNode tensor = entry.getValue();
            String dtype = tensor.path("dtype").asText();
            List<Integer> dims = new ArrayList<>();
            tensor.path("shape").forEach(dim -> dims.add(dim.asInt(-1)));
            long start = tensor.path("data_offsets").path(0).asLong(-1);
            long end = tensor.path("data_offsets").path(1).asLong(-1);
            if (dims.stream().anyMatch(dim -> dim < 1)) {
                throw broken(file, "tensor[" + entry.getKey() + "] has shape" + dims + "; dimensions must be >= 1");
            }
            Shape shape = new Shape(dims);
            long expected = shape.size() * bytes(file, entry.getKey(), dtype);
            if (start < 0 || end - start != expected || end > size - dataStart || expected > Integer.MAX_VALUE) {
                throw broken(
                        file,
                        "tensor[" + entry.getKey() + "] of shape" + shape + " " + dtype + " claims bytes[" + start
                                + ", " + end + "] of [" + (size - dataStart) + "]");
            }
            ByteBuffer data = map(channel, dataStart + start, expected);
            tensors.put(entry.getKey(), new NamedTensor(shape, floats(data, dtype, (int) shape.size())));
        }
        return tensors;
    }

    private static int bytes(Path file, String name, String dtype) {
        return switch (dtype) {
            case "F32" -> 4;
            case "F64" -> 8;
            case "F16", "BF16" -> 2;
            default -> throw broken(
                    file, "tensor[" + name + "] has dtype[" + dtype + "]; F32, F64, F16 and BF16 can be read");
        };
    }

    private static float[] floats(ByteBuffer data, String dtype, int count) {
        float[] values = new float[count];
        switch (dtype) {
            case "F32" -> data.asFloatBuffer().get(values);
            case "F64" -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) data.getDouble();
                }
            }
            case "BF16" -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(data.getShort() << 16);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = half(data.getShort());
                }
            }
        }
        return values;
    }

    /** IEEE 754 half precision. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Math.scalb(1 + mantissa / 1024f, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private static MappedByteBuffer map(FileChannel channel, long start, long length) throws IOException {
        MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        return buffer;
    }

    private static UserInputException broken(Path file, String what) {
        return new UserInputException(file.toString(), "weights file " + what, "expected the safetensors format");
    }
}
