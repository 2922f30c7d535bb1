package org.fpn4j.core.detector;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.execution.NetworkDefinition;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.HeadOutputs;
import org.fpn4j.core.head.HeadUse;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.pyramid.Pyramid;

/**
 * Backbone, neck, extra levels and head as one definition. Parameters stand in the scopes {@code backbone}, {@code neck},
 * {@code extra_levels} and {@code head}.
 */
public record Detector(Backbone backbone, NeckBlock neck, ExtraLevelsBlock extraLevels, DetectionHead head) {
    /** Name of the input {@code [N, 3, H, W]}. */
    public static final String IMAGES = "images";

    public Detector {
        requireNonNull(backbone, "backbone is null");
        requireNonNull(neck, "neck is null");
        requireNonNull(extraLevels, "extraLevels is null");
        requireNonNull(head, "head is null");
    }

    /**
     * Everything that a detector computes from images.
     *
     * @param features the backbone's stages
     * @param pyramid the neck's levels and the extra ones
     * @param head what the head makes of the pyramid
     */
    public record Built(Tensor images, Pyramid features, Pyramid pyramid, HeadOutputs head) {
        /** Raw outputs of the head by name. */
        public Map<String, Tensor> predictions() {
            return head.predictions();
        }

        /** All of it by the names that {@link OutputPart} gives: {@code features/C2}..., {@code pyramid/P3}..., {@code head/cls_logits}... */
        public Map<String, Tensor> named() {
            Map<String, Tensor> named = new LinkedHashMap<>();
            features.named().forEach((level, map) -> named.put(OutputPart.FEATURES.output(level), map));
            pyramid.named().forEach((level, map) -> named.put(OutputPart.PYRAMID.output(level), map));
            predictions().forEach((name, tensor) -> named.put(OutputPart.HEAD.output(name), tensor));
            return named;
        }
    }

    /** Declares the whole detector, to predict. */
    public Built build(Graph graph, Tensor images) {
        return build(graph, images, HeadUse.PREDICTION);
    }

    private Built build(Graph graph, Tensor images, HeadUse use) {
        Graph scope = graph.scope("backbone");
        Pyramid features =
                use == HeadUse.LEARNING ? backbone.buildLearning(scope, images) : backbone.build(scope, images);
        Pyramid levels = neck.build(graph.scope("neck"), features);
        Pyramid pyramid = extraLevels.build(graph.scope("extra_levels"), features, levels);
        HeadInputs inputs = HeadInputs.of(images, pyramid);
        return new Built(images, features, pyramid, head.build(graph.scope("head"), pyramid, inputs, use));
    }

    /** The network that predicts: inputs {@link #IMAGES} and those of the head's stages, outputs {@link Built#named}. */
    public NetworkDefinition inference(int batch, int height, int width) {
        return graph -> {
            Built built = build(graph, graph.input(IMAGES, Shape.of(batch, 3, height, width)));
            return new NetworkDefinition.Declared(built.named(), Map.of());
        };
    }

    /**
     * The network that learns: inputs {@link #IMAGES}, factors of the backbone's {@link Backbone#dropPaths}, those of the head's
     * stages and the targets of both, which {@link StepInputs} puts together; the losses of head and stages.
     */
    public NetworkDefinition training(int batch, int height, int width) {
        return graph -> {
            Built built = build(graph, graph.input(IMAGES, Shape.of(batch, 3, height, width)), HeadUse.LEARNING);
            return new NetworkDefinition.Declared(built.named(), losses(graph, batch, built));
        };
    }

    /**
     * The network that predicts and can be asked how far its predictions are from the targets: that of {@link #inference} with
     * the losses of {@link #training} among its outputs, {@code loss/classification}. Only these need the targets as inputs.
     */
    public NetworkDefinition evaluation(int batch, int height, int width) {
        return graph -> {
            Built built = build(graph, graph.input(IMAGES, Shape.of(batch, 3, height, width)), HeadUse.BOTH);
            Map<String, Tensor> outputs = new LinkedHashMap<>(built.named());
            losses(graph, batch, built).forEach((name, loss) -> outputs.put(OutputPart.LOSS.output(name), loss));
            return new NetworkDefinition.Declared(outputs, Map.of());
        };
    }

    private Map<String, Tensor> losses(Graph graph, int batch, Built built) {
        HeadGeometry geometry = head.at(HeadInputs.of(built.images(), built.pyramid()));
        Map<String, Tensor> losses = new LinkedHashMap<>(geometry.losses()
                .declare(graph.scope("loss"), batch, built.head().learned()));
        for (ProposalStage stage : geometry.stages()) {
            losses.putAll(stage.losses()
                    .declare(graph.scope("loss"), batch, built.head().learned()));
        }
        return losses;
    }

    /** The head's geometry at an input size; loads no native library. */
    public HeadGeometry geometry(int height, int width) {
        Built built = cost(height, width).built();
        return head.at(HeadInputs.of(built.images(), built.pyramid()));
    }

    /**
     * Declares the network that learns on a graph that only counts, losses included: what fails in any reading fails here,
     * in milliseconds and without a native library.
     *
     * @return what was declared
     * @throws IllegalArgumentException naming the node or loss that does not fit
     */
    public CostGraph check(int height, int width) {
        CostGraph graph = new CostGraph();
        graph.requireLosses(training(1, height, width).define(graph).losses().values());
        return graph;
    }

    /** A detector as {@link CostGraph} reads it. */
    public record Costed(CostGraph graph, Built built) {}

    /** Counts parameters and operations for one image. */
    public Costed cost(int height, int width) {
        CostGraph graph = new CostGraph();
        return new Costed(graph, build(graph, graph.input(IMAGES, Shape.of(1, 3, height, width))));
    }
}
