package org.fpn4j.heads;

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
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** A golden file, and the inputs that its script uses. */
public final class Golden {
    private final JsonNode root;

    private Golden(JsonNode root) {
        this.root = root;
    }

    public static Golden of(String head) {
        String path = "/golden/" + head + "/golden.json";
        try (InputStream stream = Golden.class.getResourceAsStream(path)) {
            return new Golden(new ObjectMapper().readTree(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers at a path such as {@code detections/scores}, nested arrays flattened. */
    public float[] floats(String path) {
        List<Float> values = new ArrayList<>();
        flatten(root.at("/" + path), values);
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    public double number(String path) {
        return root.at("/" + path).doubleValue();
    }

    public boolean bool(String path) {
        return root.at("/" + path).booleanValue();
    }

    /** Names at a path, sorted as in the file. */
    public List<String> names(String path) {
        List<String> names = new ArrayList<>();
        root.at("/" + path).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Checks values against those at a path, to a share of the largest of them. */
    public void assertClose(String path, float[] values, double share) {
        float[] golden = floats(path);
        assertThat(values).as(path).hasSize(golden.length);
        double largest = 0;
        for (float value : golden) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).as("the reference's " + path + " is not all zero").isPositive();
        for (int i = 0; i < golden.length; i++) {
            assertThat((double) values[i])
                    .as("%s[%d] of up to %s", path, i, largest)
                    .isCloseTo(golden[i], within(share * largest));
        }
    }

    private static void flatten(JsonNode node, List<Float> into) {
        if (node.isArray()) {
            node.forEach(child -> flatten(child, into));
        } else {
            into.add(node.floatValue());
        }
    }

    /** Boxes with corners one after the other. */
    public static GroundTruth objects(List<Integer> labels, float... corners) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < corners.length; i += 4) {
            boxes.add(new Box(corners[i], corners[i + 1], corners[i + 2], corners[i + 3]));
        }
        return new GroundTruth(boxes, labels);
    }

    /** Levels of the given heights and widths, eight channels, three images. */
    public static HeadInputs inputs(int imageHeight, int imageWidth, int[][] grids) {
        List<Shape> levels = new ArrayList<>();
        for (int[] grid : grids) {
            levels.add(Shape.of(3, 8, grid[0], grid[1]));
        }
        return new HeadInputs(imageHeight, imageWidth, levels);
    }

    /** The script's weights: 0.1 for biases, {@code amplitude} for all others. */
    public static Map<String, NamedTensor> weights(
            DetectionHead head, PyramidSpec spec, HeadInputs inputs, double amplitude) {
        CostGraph graph = new CostGraph();
        head.build(graph.scope("head"), Levels.pyramid(graph, spec, inputs), inputs, HeadUse.PREDICTION);
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            double scale = parameter.name().endsWith(".bias") ? 0.1 : amplitude;
            weights.put(parameter.name(), wave(parameter, scale));
        }
        return weights;
    }

    private static NamedTensor wave(Parameter parameter, double amplitude) {
        Shape shape = parameter.shape();
        return new NamedTensor(shape, Wave.values(parameter.name(), shape.size(), amplitude));
    }
}
