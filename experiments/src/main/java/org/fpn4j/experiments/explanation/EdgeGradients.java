package org.fpn4j.experiments.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.StepInputs;
import org.fpn4j.core.execution.Executor;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.pyramid.Pyramid;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.topology.FlowNode;
import org.fpn4j.core.topology.Station;
import org.fpn4j.core.topology.Topology;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.transform.Sample;
import org.fpn4j.training.config.InputConfig;

/**
 * What comes back along each edge of a topology when a batch is learned: the Euclidean norm of the losses' gradient by the map
 * with which the edge begins, through this edge alone. Where edges part, these gradients add up to that of the map.
 */
final class EdgeGradients {
    private static final String PROBE = "probe";

    /** Where an edge begins. */
    private record Beginning(int reader, int input) {
        static Beginning of(FlowNode.Source source) {
            return new Beginning(source.reader(), source.input());
        }
    }

    /** Probes where edges begin, as the definition comes to them. */
    private record Probes(Map<Beginning, String> names) implements ProbedGraph.Probing {
        @Override
        public List<Tensor> inputs(int number, List<Tensor> inputs, ProbedGraph graph) {
            List<Tensor> probed = new ArrayList<>(inputs);
            for (int input = 0; input < inputs.size(); input++) {
                String name = names.get(new Beginning(number, input));
                if (name != null) {
                    probed.set(input, graph.probed(inputs.get(input), name));
                }
            }
            return probed;
        }
    }

    /** One that leaves no branch out: edges are counted from the network that predicts, and no lot is in their gradients. */
    private record Whole(Backbone backbone) implements Backbone {
        @Override
        public PyramidSpec outputs() {
            return backbone.outputs();
        }

        @Override
        public Pyramid build(Graph graph, Tensor images) {
            return backbone.build(graph, images);
        }
    }

    private final Detector detector;
    private final InputConfig input;
    private final Map<Beginning, String> names = new LinkedHashMap<>();

    /** Prepares it; nothing is run. */
    EdgeGradients(Detector detector, InputConfig input, Topology topology) {
        this.detector =
                new Detector(new Whole(detector.backbone()), detector.neck(), detector.extraLevels(), detector.head());
        this.input = input;
        for (Station station : topology.stations()) {
            for (Station.Edge edge : station.incoming()) {
                names.putIfAbsent(Beginning.of(edge.begins()), PROBE + names.size());
            }
        }
    }

    /**
     * Runs forward and backward.
     *
     * @param batch of samples, learned from as in a step of a training, but that no branch is left out by lot
     * @param weights one after the other
     * @return for each weights, the norm of each edge by where it begins
     */
    List<Map<FlowNode.Source, Double>> of(
            Executor executor, List<Sample> batch, List<FlowNode.Source> edges, List<Weights> weights) {
        NetworkDefinition definition = detector.training(batch.size(), input.height(), input.width());
        List<Map<FlowNode.Source, Double>> norms = new ArrayList<>();
        for (Weights values : weights) {
            try (ProbedNetwork network = new ProbedNetwork(
                    executor, graph -> definition.define(new ProbedGraph(graph, new Probes(names))), values)) {
                Map<String, float[]> gradients = network.backward(inputs(network, batch));
                Map<FlowNode.Source, Double> ofEdges = new LinkedHashMap<>();
                edges.forEach(edge -> ofEdges.put(edge, norm(gradients.get(names.get(Beginning.of(edge))))));
                norms.add(ofEdges);
            }
        }
        return norms;
    }

    private Map<String, float[]> inputs(ProbedNetwork network, List<Sample> batch) {
        HeadGeometry geometry = detector.geometry(input.height(), input.width());
        List<ImageTargets> targets =
                batch.stream().map(sample -> geometry.assign(sample.scene())).toList();
        float[] pixels = pixels(batch);
        StepInputs step = new StepInputs(
                geometry,
                network.network(),
                List.of(new StepInputs.Run(() -> pixels, targets, () -> batch.stream()
                        .map(Sample::scene)
                        .toList())),
                HeadState.INITIAL);
        Map<String, float[]> inputs = step.of(0);
        inputs.put(Detector.IMAGES, pixels);
        return inputs;
    }

    /** {@code [N, 3, H, W]}. */
    static float[] pixels(List<Sample> samples) {
        int row = samples.get(0).pixels().length;
        float[] pixels = new float[samples.size() * row];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i).pixels(), 0, pixels, i * row, row);
        }
        return pixels;
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
