package org.fpn4j.core.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fpn4j.core.graph.Shape;

/**
 * Outputs of a reference implementation: of each tensor its shape, mean, largest magnitude and every k-th value. Written
 * in double precision by the script beside the file.
 */
public final class GoldenFile {
    private static final double TOLERANCE = 1e-4; // of the largest magnitude: float32 through up to 152 layers

    private final JsonNode tensors;
    private final JsonNode outputs;

    private GoldenFile(JsonNode root) {
        this.tensors = root.path("tensors");
        this.outputs = root.path("outputs");
    }

    /** Reads a file of the test resources, {@code fpn/odd.json}. */
    public static GoldenFile read(String name) {
        try (InputStream stream = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            assertThat(stream).as("golden file " + name).isNotNull();
            return new GoldenFile(new ObjectMapper().readTree(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        outputs.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Names and shapes of the reference's own weights, where the file has them. */
    public Map<String, Shape> tensors() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.fields().forEachRemaining(field -> {
            int[] dims = Pattern.compile("\\d+")
                    .matcher(field.getValue().asText())
                    .results()
                    .mapToInt(number -> Integer.parseInt(number.group()))
                    .toArray();
            shapes.put(field.getKey(), Shape.of(dims));
        });
        return shapes;
    }

    /** Checks every output that the file has. */
    public void assertMatches(Map<String, Shape> shapes, Map<String, float[]> actual) {
        assertThat(names()).isNotEmpty();
        for (String name : names()) {
            assertThat(shapes).containsKey(name);
            assertMatches(name, outputs.path(name), shapes.get(name), actual.get(name));
        }
    }

    private static void assertMatches(String name, JsonNode expected, Shape shape, float[] actual) {
        assertThat(shape.dims()).as(name).isEqualTo(integers(expected.path("shape")));
        double largest = expected.path("absmax").asDouble();
        double tolerance = TOLERANCE * Math.max(1, largest);
        assertThat(largest).as("the reference's " + name + " is not all zero").isGreaterThan(0.1);
        double sum = 0;
        double magnitude = 0;
        for (float value : actual) {
            sum += value;
            magnitude = Math.max(magnitude, Math.abs(value));
        }
        assertThat(sum / actual.length).as(name + " mean").isCloseTo(mean(expected), within(tolerance));
        assertThat(magnitude).as(name + " absmax").isCloseTo(largest, within(tolerance));
        int step = expected.path("every").asInt();
        JsonNode values = expected.path("values");
        assertThat(values.size()).as(name + " values").isEqualTo((actual.length + step - 1) / step);
        for (int i = 0; i < values.size(); i++) {
            assertThat((double) actual[i * step])
                    .as(name + "[" + i * step + "]")
                    .isCloseTo(values.get(i).asDouble(), within(tolerance));
        }
    }

    private static double mean(JsonNode expected) {
        return expected.path("mean").asDouble();
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> integers = new ArrayList<>();
        array.forEach(value -> integers.add(value.asInt()));
        return integers;
    }
}
