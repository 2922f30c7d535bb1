package org.fpn4j.heads;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.execution.Network;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.execution.ParameterBuffers;
import org.fpn4j.core.execution.ParameterBuffers.Slot;
import org.fpn4j.core.graph.Initializer;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadState;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.samediff.SameDiffExecutor;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;

/** Heads on given levels as networks that run. */
public final class Heads {
    private Heads() {}

    /** A network of the head alone: inputs {@code level_P3 ...} and the targets, outputs and losses of the head. */
    public static Network compile(
            DetectionHead head, PyramidSpec spec, HeadInputs inputs, Purpose purpose, Weights weights) {
        NetworkDefinition definition = graph -> {
            Map<String, Tensor> outputs = head.build(
                            graph.scope("head"), Levels.pyramid(graph, spec, inputs), inputs, HeadUse.PREDICTION)
                    .predictions();
            int batch = inputs.levels().get(0).batch();
            return new NetworkDefinition.Declared(
                    outputs, head.at(inputs).losses().declare(graph.scope("loss"), batch, outputs));
        };
        return new SameDiffExecutor().compile(definition, purpose, weights);
    }

    /** A network that learns: inputs {@code level_P3 ...} and the targets, what the head learns by and its losses. */
    public static Network compileLearning(DetectionHead head, PyramidSpec spec, HeadInputs inputs, Weights weights) {
        NetworkDefinition definition = graph -> {
            Map<String, Tensor> learned = head.build(
                            graph.scope("head"), Levels.pyramid(graph, spec, inputs), inputs, HeadUse.LEARNING)
                    .learned();
            int batch = inputs.levels().get(0).batch();
            return new NetworkDefinition.Declared(
                    learned, head.at(inputs).losses().declare(graph.scope("loss"), batch, learned));
        };
        return new SameDiffExecutor().compile(definition, Purpose.TRAINING, weights);
    }

    /** A network of the losses alone, whose parameters are the predictions, {@code [N, L, values]}. */
    public static Network compileLosses(
            DetectionHead head, HeadInputs inputs, int batch, Map<String, float[]> predictions) {
        HeadGeometry geometry = head.at(inputs);
        Map<String, NamedTensor> weights = new LinkedHashMap<>();
        predictions.forEach((name, values) -> {
            int perCell = values.length / (batch * geometry.cells());
            weights.put(name, new NamedTensor(Shape.of(batch, geometry.cells(), perCell), values));
        });
        NetworkDefinition definition = graph -> {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            weights.forEach((name, given) -> outputs.put(
                    name,
                    graph.parameter(name, given.shape(), new Initializer.Constant(0), Parameter.Role.WEIGHT, true)));
            return new NetworkDefinition.Declared(
                    outputs, geometry.losses().declare(graph.scope("loss"), batch, outputs));
        };
        return new SameDiffExecutor().compile(definition, Purpose.TRAINING, new Weights(weights));
    }

    /** Gradients of the last run by parameter; kernels are left out, because an executor chooses their order. */
    public static Map<String, float[]> gradients(Network network) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (Slot slot : network.buffers().slots()) {
            if (slot.parameter().shape().rank() != 4) {
                gradients.put(
                        slot.parameter().name(),
                        ParameterBuffers.view(network.buffers().gradients(), slot)
                                .toArray());
            }
        }
        return gradients;
    }

    /** Targets of a batch without ignored regions. */
    public static Map<String, float[]> targets(HeadGeometry geometry, List<GroundTruth> images) {
        List<ImageTargets> rows = new ArrayList<>();
        images.forEach(image -> rows.add(geometry.assign(image, List.of())));
        return geometry.losses().collate(rows, HeadState.INITIAL).values();
    }

    /** Features by formula and these targets. */
    public static Map<String, float[]> feed(Network network, Map<String, float[]> targets) {
        Map<String, float[]> feed = new LinkedHashMap<>(Wave.levels(network.inputs()));
        feed.putAll(targets);
        return feed;
    }
}
