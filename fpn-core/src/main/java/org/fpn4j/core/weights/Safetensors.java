package org.fpn4j.core.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.files.WholeFile;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * The safetensors format: eight bytes little-endian with the length of a JSON header, the header, then the data. Reads
 * F32, F64, F16 and BF16, writes F32 in the order given, so that the same tensors give the same bytes.
 *
 * <p>Reading leaves out tensors of integers and truth values (counters such as PyTorch's {@code num_batches_tracked}) and
 * tensors without a value, which no network here has. A scalar has shape {@code []}.
 */
public final class Safetensors {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final long LONGEST_HEADER = 100_000_000; // the reference implementation's limit
    private static final long HEADER_FACTOR = 24; // bytes in memory for each of a header that is empty objects
    private static final String METADATA = "__metadata__";

    private static final Map<String, Integer> FLOATS = Map.of("F32", 4, "F64", 8, "F16", 2, "BF16", 2); // bytes a value
    private static final Map<String, Integer> INTEGERS =
            Map.of("BOOL", 1, "U8", 1, "I8", 1, "U16", 2, "I16", 2, "U32", 4, "I32", 4, "U64", 8, "I64", 8);

    /** A tensor as the header describes it; bytes {@code start..end} of the data. */
    private record Entry(String name, String dtype, List<Integer> dims, long start, long end) {}

    private Safetensors() {}

    /** Writes a file, whole or not at all. */
    public static void write(Path file, Weights weights) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, TensorView> values = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            shapes.put(name, tensor.shape());
            values.put(name, TensorView.of(tensor.values()));
        });
        write(file, shapes, values);
    }

    /**
     * Writes a file, whole or not at all, of values that are copied in stretches.
     *
     * @param shapes of at least these values
     * @param values by name, in the order of the file
     */
    public static void write(Path file, Map<String, Shape> shapes, Map<String, TensorView> values) {
        ObjectNode header = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, TensorView> entry : values.entrySet()) {
            ObjectNode tensor = header.putObject(entry.getKey());
            tensor.put("dtype", "F32");
            tensor.set("shape", JSON.valueToTree(shapes.get(entry.getKey()).dims()));
            long end = offset + 4L * entry.getValue().size();
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        WholeFile.write(file, stream -> {
            byte[] text = JSON.writeValueAsBytes(header);
            int padded = (text.length + 7) / 8 * 8; // data starts at a multiple of eight
            ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            start.putLong(padded).put(text);
            while (start.hasRemaining()) {
                start.put((byte) ' ');
            }
            stream.write(start.array());
            for (TensorView view : values.values()) {
                writeFloats(stream, view);
            }
        });
    }

    private static void writeFloats(OutputStream stream, TensorView view) throws IOException {
        float[] stretch = new float[(int) Math.min(1 << 16, view.size())];
        ByteBuffer chunk = ByteBuffer.allocate(4 * stretch.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long start = 0; start < view.size(); start += stretch.length) {
            int count = (int) Math.min(stretch.length, view.size() - start);
            view.read(start, stretch, 0, count);
            chunk.asFloatBuffer().put(stretch, 0, count);
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
            HeapBudget.require(file.toString(), "the header's entries", length * HEADER_FACTOR, 2 * length);
            byte[] text = new byte[(int) length];
            Channels.newInputStream(channel.position(8)).readNBytes(text, 0, text.length);
            return new Weights(readTensors(file, channel, parse(file, text), 8 + length, size));
        } catch (IOException e) {
            throw broken(file, "cannot be read: " + ReadFailure.reason(file, e));
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
            throw broken(file, "has a header that is not JSON: " + ReadFailure.words(e.getOriginalMessage()));
        }
    }

    private static Map<String, NamedTensor> readTensors(
            Path file, FileChannel channel, JsonNode header, long dataStart, long size) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                entries.add(entry(file, entry.getKey(), entry.getValue(), size - dataStart));
            }
        }
        checkCoverage(file, entries, size - dataStart);
        LongSummaryStatistics sizes = entries.stream()
                .filter(Safetensors::isRead)
                .mapToLong(entry -> (entry.end() - entry.start()) / FLOATS.get(entry.dtype()))
                .summaryStatistics();
        HeapBudget.require(
                file.toString(), "tensors", Float.BYTES * sizes.getSum(), Float.BYTES * Math.max(0, sizes.getMax()));
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (isRead(entry)) {
                Shape shape = new Shape(entry.dims());
                ByteBuffer data = map(channel, dataStart + entry.start(), entry.end() - entry.start());
                tensors.put(entry.name(), new NamedTensor(shape, floats(data, entry.dtype(), (int) shape.size())));
            }
        }
        return tensors;
    }

    private static boolean isRead(Entry entry) {
        return FLOATS.containsKey(entry.dtype()) && entry.end() > entry.start();
    }

    private static Entry entry(Path file, String name, JsonNode tensor, long available) {
        String dtype = tensor.path("dtype").asText();
        Integer bytes = FLOATS.getOrDefault(dtype, INTEGERS.get(dtype));
        if (bytes == null) {
            throw broken(file, "tensor[" + name + "] has dtype[" + dtype + "]; F32, F64, F16 and BF16 can be read");
        }
        JsonNode shape = tensor.path("shape");
        boolean counts = shape.isArray();
        List<Integer> dims = new ArrayList<>();
        for (JsonNode dim : shape) {
            counts &= dim.isIntegralNumber() && dim.canConvertToInt() && dim.intValue() >= 0;
            dims.add(dim.intValue());
        }
        if (!counts) {
            throw broken(file, "tensor[" + name + "] has shape[" + shape + "]; it must be a list of sizes >= 0");
        }
        long start = tensor.path("data_offsets").path(0).asLong(-1);
        long end = tensor.path("data_offsets").path(1).asLong(-1);
        long expected = size(dims, bytes);
        if (start < 0 || end - start != expected || end > available || expected > Integer.MAX_VALUE) {
            throw broken(
                    file,
                    "tensor[" + name + "] of shape" + dims + " " + dtype + " claims bytes[" + start + ", " + end
                            + "] of [" + available + "]");
        }
        return new Entry(name, dtype, dims, start, end);
    }

    /** In bytes. */
    private static long size(List<Integer> dims, int bytes) {
        try {
            return dims.stream().mapToLong(Integer::longValue).reduce(bytes, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // more than any file holds
        }
    }

    /** Every byte of the data belongs to one tensor: a file with others has been put together to mislead. */
    private static void checkCoverage(Path file, List<Entry> entries, long available) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::start).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : sorted) {
            if (entry.start() < covered && entry.end() > entry.start()) {
                throw broken(
                        file,
                        "tensor[" + entry.name() + "] claims bytes[" + entry.start() + ", " + entry.end()
                                + "], of which another tensor has those below [" + covered + "]");
            }
            if (entry.start() > covered) {
                throw broken(file, "has bytes[" + covered + ", " + entry.start() + "] that belong to no tensor");
            }
            covered = Math.max(covered, entry.end());
        }
        if (covered < available) {
            throw broken(file, "has bytes[" + covered + ", " + available + "] that belong to no tensor");
        }
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
                    values[i] = HalfPrecision.toFloat(data.getShort());
                }
            }
        }
        return values;
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
