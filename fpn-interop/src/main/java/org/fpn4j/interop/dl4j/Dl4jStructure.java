package org.fpn4j.interop.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.fpn4j.core.pyramid.LevelSpec;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.interop.dl4j.VertexReading.Kind;

/**
 * A DL4J graph as a backbone sees it: which vertices lead from the images to the outputs, and what every one of them is.
 * Knows no image size and no weights.
 */
final class Dl4jStructure {
    /**
     * One thing that is wrong.
     *
     * @param key of the config that would mend it
     * @param what follows the name of the network
     */
    record Finding(String key, String what) {}

    private static final int IMAGE_CHANNELS = 3;
    private static final int FINEST_STRIDE = 4;

    private final Map<String, VertexReading> vertices = new LinkedHashMap<>(); // inputs before readers
    private final Set<String> networkInputs;
    private final Map<String, Integer> strides = new LinkedHashMap<>();
    private final Map<String, Integer> channels = new LinkedHashMap<>();
    private final Set<String> maps = new LinkedHashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> outputs;

    /**
     * Reads a graph.
     *
     * @param wanted vertices, finest first; empty: those that are found by their strides
     */
    Dl4jStructure(ComputationGraphConfiguration configuration, List<String> wanted) {
        networkInputs = new LinkedHashSet<>(configuration.getNetworkInputs());
        for (String name : configuration.getNetworkOutputs()) {
            visit(configuration, name);
        }
        configuration.getVertices().keySet().forEach(name -> visit(configuration, name));
        networkInputs.forEach(name -> measure(name, 1, IMAGE_CHANNELS));
        vertices.values().forEach(this::measure);
        outputs = wanted.isEmpty() ? found(configuration.getNetworkOutputs()) : known(wanted);
        check();
    }

    /** Depth first, so that a vertex stands behind what it reads. A stack of its own, for networks of any depth. */
    private void visit(ComputationGraphConfiguration configuration, String last) {
        List<String> open = new ArrayList<>(List.of(last));
        while (!open.isEmpty()) {
            String name = open.get(open.size() - 1);
            if (vertices.containsKey(name) || networkInputs.contains(name)) {
                open.remove(open.size() - 1);
                continue;
            }
            List<String> inputs = configuration.getVertexInputs().getOrDefault(name, List.of());
            List<String> unseen = inputs.stream()
                    .filter(input -> !vertices.containsKey(input) && !networkInputs.contains(input))
                    .toList();
            if (unseen.isEmpty()) {
                GraphVertex vertex = configuration.getVertices().get(name);
                vertices.put(name, VertexReading.of(name, inputs, vertex));
                open.remove(open.size() - 1);
            } else {
                for (int i = unseen.size() - 1; i >= 0; i--) {
                    open.add(unseen.get(i));
                }
            }
        }
    }

    private void measure(String name, int stride, int number) {
        maps.add(name);
        strides.put(name, stride);
        channels.put(name, number);
    }

    private void measure(VertexReading vertex) {
        if (vertex.kind() == Kind.OTHER || vertex.inputs().isEmpty() || !maps.containsAll(vertex.inputs())) {
            return;
        }
        int stride = vertex.inputs().stream().mapToInt(strides::get).max().orElseThrow() * vertex.stride();
        int number =
                switch (vertex.kind()) {
                    case CONVOLUTION -> Math.toIntExact(((ConvolutionLayer) vertex.layer()).getNOut());
                    case CONCAT -> vertex.inputs().stream()
                            .mapToInt(channels::get)
                            .sum();
                    case POOLING, ZERO_PADDING, PLAIN, OTHER -> channels.get(
                            vertex.inputs().get(0));
                };
        measure(vertex.name(), stride, number);
    }

    /** The last map of each stride of 4 and more that leads to an output, without what only prepares a classifier. */
    private List<String> found(List<String> networkOutputs) {
        Set<String> leading = leadingTo(networkOutputs);
        Set<String> beforeConvolutions = leadingTo(vertices.values().stream()
                .filter(vertex -> vertex.kind() == Kind.CONVOLUTION)
                .map(VertexReading::name)
                .toList());
        Map<Integer, String> last = new TreeMap<>();
        for (VertexReading vertex : vertices.values()) {
            boolean classifiers = isLastPooling(vertex.name(), beforeConvolutions)
                    || vertex.inputs().stream().anyMatch(input -> isLastPooling(input, beforeConvolutions));
            if (maps.contains(vertex.name())
                    && leading.contains(vertex.name())
                    && vertex.kind() != Kind.ZERO_PADDING
                    && !classifiers
                    && strides.get(vertex.name()) >= FINEST_STRIDE) {
                last.put(strides.get(vertex.name()), vertex.name());
            }
        }
        if (last.isEmpty()) {
            findings.add(new Finding("outputs", "has no map of stride 4 or more; name vertices in outputs"));
        }
        return List.copyOf(last.values());
    }

    private boolean isLastPooling(String name, Set<String> beforeConvolutions) {
        VertexReading vertex = vertices.get(name);
        return vertex != null && vertex.kind() == Kind.POOLING && !beforeConvolutions.contains(name);
    }

    private List<String> known(List<String> wanted) {
        List<String> known = new ArrayList<>();
        for (String name : wanted) {
            if (maps.contains(name) && vertices.containsKey(name)) {
                known.add(name);
            } else {
                String why = vertices.containsKey(name) ? "which makes no map" : "which the network does not have";
                findings.add(new Finding("outputs", "names vertex[" + name + "], " + why));
            }
        }
        return List.copyOf(known);
    }

    /** The vertices that these depend on, and these. */
    private Set<String> leadingTo(List<String> names) {
        Set<String> leading = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(names);
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (leading.add(name) && vertices.containsKey(name)) {
                open.addAll(vertices.get(name).inputs());
            }
        }
        return leading;
    }

    private void check() {
        Set<String> leading = leadingTo(outputs);
        List<String> fed = networkInputs.stream().filter(leading::contains).toList();
        if (fed.size() > 1) {
            findings.add(new Finding("file", "reads several inputs " + fed + "; a backbone reads images alone"));
        }
        for (VertexReading vertex : order()) {
            vertex.refusal()
                    .ifPresent(why -> findings.add(new Finding(
                            "file", "has vertex[" + vertex.name() + "] " + vertex.type() + ", which " + why)));
            checkChannels(vertex);
            checkZeroPadding(vertex);
        }
        checkStrides();
    }

    private void checkChannels(VertexReading vertex) {
        if (vertex.kind() != Kind.CONVOLUTION || !maps.contains(vertex.name())) {
            return;
        }
        long expected = ((ConvolutionLayer) vertex.layer()).getNIn();
        int given = channels.get(vertex.inputs().get(0));
        if (expected != given) {
            findings.add(new Finding(
                    "file",
                    "has vertex[" + vertex.name() + "] " + vertex.type() + ", which takes [" + expected
                            + "] channels where there are [" + given + "]"));
        }
    }

    private void checkZeroPadding(VertexReading vertex) {
        for (String input : vertex.inputs()) {
            VertexReading before = vertices.get(input);
            if (before != null && before.kind() == Kind.ZERO_PADDING && vertex.kind() != Kind.CONVOLUTION) {
                findings.add(new Finding(
                        "file",
                        "has vertex[" + input + "] " + before.type() + " in front of vertex[" + vertex.name() + "] "
                                + vertex.type() + "; zeros can be added in front of a convolution only"));
            }
        }
        if (vertex.kind() == Kind.ZERO_PADDING && outputs.contains(vertex.name())) {
            findings.add(new Finding("outputs", "names vertex[" + vertex.name() + "], which only adds zeros"));
        }
    }

    private void checkStrides() {
        List<Integer> each = outputs.stream().map(strides::get).toList();
        boolean fits = !each.isEmpty() && Integer.bitCount(each.get(0)) == 1;
        for (int i = 1; i < each.size(); i++) {
            fits &= each.get(i) == 2 * each.get(i - 1);
        }
        if (!fits && !each.isEmpty()) {
            findings.add(new Finding(
                    "outputs",
                    "has strides " + each + " at vertices " + outputs
                            + "; each must be a power of two and twice the one before"));
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The vertices that the outputs need, inputs before readers. */
    List<VertexReading> order() {
        Set<String> leading = leadingTo(outputs);
        return vertices.values().stream()
                .filter(vertex -> leading.contains(vertex.name()))
                .toList();
    }

    boolean isNetworkInput(String name) {
        return networkInputs.contains(name);
    }

    List<String> outputs() {
        return outputs;
    }

    int channels(String vertex) {
        return channels.get(vertex);
    }

    PyramidSpec spec() {
        return new PyramidSpec(
                "C",
                outputs.stream()
                        .map(name ->
                                new LevelSpec(Integer.numberOfTrailingZeros(strides.get(name)), channels.get(name)))
                        .collect(Collectors.toList()));
    }
}
