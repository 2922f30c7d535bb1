package org.fpn4j.interop.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.ReadFailure;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.memory.HeapBudget;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/**
 * A Keras model in TensorFlow.js' layers format: {@code model.json}, which describes layers and tensors, and the shards
 * beside it that hold the tensors' bytes one after the other. The files are untrusted: shards lie beside {@code model.json}
 * and nowhere else, and are exactly as long as the tensors need.
 *
 * @param weights by Keras' names, {@code conv1/kernel}; kernels turned from {@code [kH, kW, in, out]} to {@code [out, in, kH,
 *     kW]} and those of dense layers from {@code [in, out]} to {@code [out, in]}
 * @param layers in the order of the model
 */
public record TfjsModel(Weights weights, List<Layer> layers) {
    private static final String MODEL = "model.json";
    private static final long LONGEST_DESCRIPTION = 64 << 20;
    private static final long DESCRIPTION_FACTOR = 24; // bytes in memory for each of one that is empty objects
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WANTED = "expected a TF.js layers model: model.json and its shards";

    /**
     * One layer.
     *
     * @param kind Keras' class, {@code Conv2D}
     * @param config as in the file
     */
    public record Layer(String name, String kind, JsonNode config) {}

    public TfjsModel {
        layers = List.copyOf(layers);
    }

    /**
     * Reads a model.
     *
     * @param path {@code model.json}, or the folder that it lies in
     * @throws UserInputException where it is no such model, or its shards are not what it says
     */
    public static TfjsModel read(Path path) {
        Path file = file(path);
        JsonNode model = description(file);
        List<Layer> layers = layers(file, model);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        try {
            for (JsonNode group : groups(file, model)) {
                readGroup(file, group, shards(file, group), tensors);
            }
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + ReadFailure.reason(file, e));
        }
        return new TfjsModel(new Weights(tensors), layers);
    }

    /**
     * {@code model.json} and its shards.
     *
     * @throws UserInputException where it is no such model
     */
    public static List<Path> files(Path path) {
        Path file = file(path);
        List<Path> files = new ArrayList<>(List.of(file));
        groups(file, description(file)).forEach(group -> files.addAll(shards(file, group)));
        return List.copyOf(files);
    }

    private static Path file(Path path) {
        return Files.isDirectory(path) ? path.resolve(MODEL) : path;
    }

    private static JsonNode description(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserInputException(file.toString(), "does not exist", WANTED);
        }
        try {
            if (Files.size(file) > LONGEST_DESCRIPTION) {
                throw refused(file, "is longer than any description of a model");
            }
            HeapBudget.require(file.toString(), "entries", Files.size(file) * DESCRIPTION_FACTOR, Files.size(file));
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw refused(file, "is not JSON: " + ReadFailure.words(e.getOriginalMessage()));
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + ReadFailure.reason(file, e));
        }
    }

    private static JsonNode groups(Path file, JsonNode model) {
        JsonNode groups = model.path("weightsManifest");
        if (groups.isEmpty()) {
            throw refused(file, "has no weightsManifest");
        }
        return groups;
    }

    private static List<Layer> layers(Path file, JsonNode model) {
        JsonNode topology = model.path("modelTopology");
        JsonNode config = topology.path(topology.has("model_config") ? "model_config" : "config");
        JsonNode listed = config.path("config").path("layers");
        if (!listed.isArray()) {
            throw refused(file, "describes no layers");
        }
        List<Layer> layers = new ArrayList<>();
        for (JsonNode layer : listed) {
            JsonNode details = layer.path("config");
            layers.add(new Layer(
                    details.path("name").asText(), layer.path("class_name").asText(), details));
        }
        return layers;
    }

    private static List<Path> shards(Path file, JsonNode group) {
        Set<Path> shards = new LinkedHashSet<>();
        for (JsonNode path : group.path("paths")) {
            String name = path.asText();
            if (!name.matches("[\\w.-]+") || name.startsWith(".")) {
                throw refused(file, "names shard[" + name + "], which is not a file beside it");
            }
            Path shard = file.resolveSibling(name);
            if (!Files.isRegularFile(shard)) {
                throw refused(file, "names shard[" + name + "], which does not exist");
            }
            if (!shards.add(shard)) {
                throw refused(file, "names shard[" + name + "] twice");
            }
        }
        return List.copyOf(shards);
    }

    private static void readGroup(Path file, JsonNode group, List<Path> shards, Map<String, NamedTensor> tensors)
            throws IOException {
        List<TfjsTensor> described = new ArrayList<>();
        long needed = 0;
        for (JsonNode weight : group.path("weights")) {
            TfjsTensor tensor;
            try {
                tensor = TfjsTensor.of(weight);
                needed = Math.addExact(needed, tensor.bytes());
            } catch (ArithmeticException e) {
                throw refused(file, "tensor[" + weight.path("name").asText() + "] is larger than any file");
            } catch (IllegalArgumentException e) {
                throw refused(file, "tensor[" + weight.path("name").asText() + "]: " + e.getMessage());
            }
            described.add(tensor);
        }
        long present = 0;
        for (Path shard : shards) {
            present += Files.size(shard);
        }
        if (needed != present || needed > Integer.MAX_VALUE) {
            throw refused(
                    file, "describes tensors of [" + needed + "] bytes, and its shards have [" + present + "] of them");
        }
        long values =
                described.stream().mapToLong(tensor -> tensor.shape().size()).sum();
        long largest = described.stream()
                .mapToLong(tensor -> tensor.shape().size())
                .max()
                .orElse(0);
        // the shards, all tensors, and one of them before it is turned
        HeapBudget.require(
                file.toString(),
                "tensors",
                needed + Float.BYTES * (values + largest),
                Math.max(needed, Float.BYTES * largest));
        ByteBuffer data = ByteBuffer.allocate((int) needed).order(ByteOrder.LITTLE_ENDIAN);
        for (Path shard : shards) {
            data.put(Files.readAllBytes(shard));
        }
        data.flip();
        for (TfjsTensor tensor : described) {
            NamedTensor read = turned(tensor.shape(), tensor.read(data));
            if (tensors.put(tensor.name(), read) != null) {
                throw refused(file, "has tensor[" + tensor.name() + "] twice");
            }
        }
    }

    /** Output channels first: convolutions have them last, as dense layers do. */
    private static NamedTensor turned(Shape shape, float[] values) {
        if (shape.rank() != 4 && shape.rank() != 2) {
            return new NamedTensor(shape, values);
        }
        int rank = shape.rank();
        int in = shape.dim(rank - 2);
        int out = shape.dim(rank - 1);
        int window = values.length / (in * out);
        float[] turned = new float[values.length];
        for (int w = 0; w < window; w++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++) {
                    turned[(o * in + i) * window + w] = values[(w * in + i) * out + o];
                }
            }
        }
        Shape channelsFirst = rank == 2 ? Shape.of(out, in) : Shape.of(out, in, shape.dim(0), shape.dim(1));
        return new NamedTensor(channelsFirst, turned);
    }

    private static UserInputException refused(Path file, String what) {
        return new UserInputException(file.toString(), what, WANTED);
    }
}
