package org.fpn4j.interop.dl4j;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.memory.HeapBudget;
import org.nd4j.common.primitives.Triple;
import org.nd4j.linalg.api.buffer.BaseDataBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.compression.CompressedDataBuffer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A zip file as DL4J's ModelSerializer writes it, read as untrusted input: two of its entries, the configuration and the
 * coefficients, and no other. ModelSerializer's own reading unpacks every entry, and makes the objects of {@code
 * preprocessor.bin} by Java's serialization, which runs code of the file's choice.
 *
 * <p>Messages of exceptions end a sentence that begins with the file's name, or with {@code weights cannot be read:}.
 */
record Dl4jFile(Path path) {
    private static final String CONFIGURATION = "configuration.json";
    private static final String COEFFICIENTS = "coefficients.bin";
    private static final int LARGEST_CONFIGURATION = 64 << 20; // bytes; that of ResNet-50 has half a million
    private static final long CONFIGURATION_FACTOR = 24; // bytes in memory for each of one that is empty objects
    private static final long LONGEST_SHAPE = 2 * 32 + 4; // numbers: sizes and strides of 32 dimensions, and four more

    ComputationGraphConfiguration configuration() throws IOException {
        byte[] bytes = entry(CONFIGURATION, LARGEST_CONFIGURATION, CONFIGURATION_FACTOR);
        String json = new String(bytes, StandardCharsets.UTF_8);
        if (!json.contains("\"vertices\"")) {
            throw new IOException(
                    "holds no ComputationGraph; a MultiLayerNetwork becomes one by its method toComputationGraph()");
        }
        ComputationGraphConfiguration configuration;
        try {
            configuration = ComputationGraphConfiguration.fromJson(json);
        } catch (RuntimeException e) { // its words are about DL4J's classes
            throw new IOException("has a " + CONFIGURATION + " that DL4J cannot read", e);
        }
        if (configuration == null
                || configuration.getVertices() == null
                || configuration.getVertexInputs() == null
                || configuration.getNetworkInputs() == null
                || configuration.getNetworkOutputs() == null) {
            throw new IOException(
                    "has a " + CONFIGURATION + " without vertices, what they read, or inputs and outputs");
        }
        requireOrder(configuration);
        return configuration;
    }

    /** Every vertex reads vertices that there are, and none reads itself, by whatever way. */
    private static void requireOrder(ComputationGraphConfiguration configuration) throws IOException {
        Map<String, List<String>> waiting = new LinkedHashMap<>();
        for (String name : configuration.getVertices().keySet()) {
            waiting.put(name, configuration.getVertexInputs().getOrDefault(name, List.of()));
        }
        Set<String> known = new HashSet<>(configuration.getNetworkInputs());
        known.addAll(waiting.keySet());
        for (Map.Entry<String, List<String>> vertex : waiting.entrySet()) {
            GraphVertex what = configuration.getVertices().get(vertex.getKey());
            String where = "has a " + CONFIGURATION + " in which vertex[" + vertex.getKey() + "] ";
            if (!VertexReading.isWhole(what) || vertex.getValue() == null || !known.containsAll(vertex.getValue())) {
                throw new IOException(where + "is nothing, or reads what is not there");
            }
            Optional<String> fault =
                    what instanceof LayerVertex ? LayerNumbers.fault(VertexReading.layer(what)) : Optional.empty();
            if (fault.isPresent()) {
                throw new IOException(where + fault.get());
            }
        }
        if (!known.containsAll(configuration.getNetworkOutputs())) {
            throw new IOException("has a " + CONFIGURATION + " with outputs" + configuration.getNetworkOutputs()
                    + " that are not all vertices");
        }
        Set<String> ready = new HashSet<>(configuration.getNetworkInputs());
        while (waiting.entrySet()
                .removeIf(vertex -> ready.containsAll(vertex.getValue()) && ready.add(vertex.getKey()))) {
            // further
        }
        if (!waiting.isEmpty()) {
            throw new IOException("has a " + CONFIGURATION + " whose vertices" + waiting.keySet() + " read themselves");
        }
    }

    /** All parameters in one row, rounded to {@code float32}. */
    INDArray coefficients() throws IOException {
        byte[] bytes;
        try {
            bytes = entry(COEFFICIENTS, Integer.MAX_VALUE - 8, 2); // and once more on the way into native memory
        } catch (IOException e) {
            throw new IOException("the file " + e.getMessage(), e);
        }
        try {
            ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
            Triple<AllocationMode, Long, DataType> shape = BaseDataBuffer.readHeader(stream);
            long length = shape.getSecond();
            if (length < 0 || length > LONGEST_SHAPE) {
                throw new IOException("they are an array of more dimensions than there can be");
            }
            stream.skipNBytes(length * shape.getThird().width());
            Triple<AllocationMode, Long, DataType> values = BaseDataBuffer.readHeader(stream);
            if (!values.getThird().isFPType()
                    || values.getSecond() < 1
                    || values.getSecond() > bytes.length
                    || values.getSecond() * values.getThird().width() != stream.available()) {
                throw new IOException("they say that they are [" + values.getSecond() + "] values of ["
                        + values.getThird() + "] in [" + stream.available() + "] bytes");
            }
            DataBuffer buffer = CompressedDataBuffer.readUnknown(
                    new DataInputStream(stream), values.getFirst(), values.getSecond(), values.getThird());
            // the shape that the file tells may lead out of the buffer
            return Nd4j.createFromArray(buffer.asFloat()).reshape(1, values.getSecond());
        } catch (EOFException e) {
            throw new IOException("they end early, at byte[" + bytes.length + "] of " + COEFFICIENTS, e);
        } catch (RuntimeException e) { // of ND4J: no names of its types
            throw new IOException("they are damaged", e);
        }
    }

    /** @param factor bytes of memory for each of the entry */
    private byte[] entry(String name, long largest, long factor) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException("holds no " + name + ", as files of DL4J's ModelSerializer do");
            }
            if (entry.getSize() > largest) {
                throw new IOException(
                        "has a " + name + " of [" + entry.getSize() + "] bytes, more than [" + largest + "]");
            }
            HeapBudget.require(path.toString(), "contents of " + name, entry.getSize() * factor, entry.getSize());
            try (InputStream stream = zip.getInputStream(entry)) {
                byte[] bytes = stream.readNBytes((int) entry.getSize());
                if (bytes.length < entry.getSize() || stream.read() >= 0) {
                    throw new IOException("has a " + name + " that is not as long as the file says");
                }
                return bytes;
            } catch (ZipException | EOFException e) {
                throw new IOException("has a " + name + " that is damaged", e);
            }
        } catch (ZipException | EOFException e) {
            throw new IOException("is not a zip file", e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new IOException(
                    Files.isRegularFile(path) ? "cannot be read: " + ReadFailure.reason(path, e) : "does not exist", e);
        }
    }
}
