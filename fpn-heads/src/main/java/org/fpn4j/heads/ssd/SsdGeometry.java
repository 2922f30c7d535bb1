package org.fpn4j.heads.ssd;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.region.DetectionRows;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.AnchorAssignment;
import org.fpn4j.heads.match.MatcherConfig;

/** The SSD head at one input size. */
final class SsdGeometry implements HeadGeometry {
    private final SsdConfig config;
    private final float[] anchors;
    private final AnchorAssignment assignment;
    private final Loss classification;
    private final Loss boxRegression;
    private final Losses losses;

    /** @param anchors corners {@code [L, 4]} of the default boxes */
    SsdGeometry(SsdConfig config, HeadInputs inputs, float[] anchors) {
        this.config = config;
        this.anchors = anchors;
        this.assignment = AnchorAssignment.of(anchors, config.defaultBoxes().ends(inputs.levels()), config.matcher());
        Shape perAnchor = Shape.of(cells());
        this.classification = new Loss(
                "classification",
                new Operation.SoftmaxCrossEntropy(),
                Loss.Prediction.output(SsdHead.LOGITS),
                perAnchor,
                perAnchor,
                (graph, predicted, target, weights) ->
                        graph.apply(config.mining().decision(), predicted, target, weights),
                config.classificationLossWeight());
        this.boxRegression = new Loss(
                "box_regression",
                config.boxLoss().operation(),
                this::boxPrediction,
                Shape.of(cells(), 4),
                perAnchor,
                config.boxLoss().factor());
        this.losses = new Losses(List.of(classification, boxRegression), config.normalizer());
    }

    /** Deltas as they are, or the boxes that they make of the anchors, {@code [N, L, 4]} both. */
    private Tensor boxPrediction(Graph graph, Map<String, Tensor> outputs) {
        Tensor deltas = Loss.Prediction.output(Decoding.BOX_DELTAS).of(graph, outputs);
        if (!config.boxLoss().comparesBoxes()) {
            return deltas;
        }
        Tensor corners = graph.constant("anchors", Shape.of(cells(), 4), anchors::clone);
        return graph.apply(config.boxCoder().operation(), deltas, corners);
    }

    @Override
    public int cells() {
        return anchors.length / 4;
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public ImageTargets assign(Scene scene) {
        GroundTruth objects = scene.objects();
        TargetRows.checkLabels(objects, config.numClasses());
        int[] matches = assignment(scene).objects();
        boolean compareBoxes = config.boxLoss().comparesBoxes();
        float[] classes = new float[cells()]; // 0 for the background
        float[] classWeights = new float[cells()];
        float[] boxes = compareBoxes ? anchors.clone() : new float[4 * cells()];
        float[] boxWeights = new float[cells()];
        Arrays.fill(classWeights, 1);
        int positives = 0;
        for (int anchor = 0; anchor < matches.length; anchor++) {
            int match = matches[anchor];
            if (match >= 0) {
                positives++;
                classes[anchor] = objects.labels().get(match) + 1f;
                classWeights[anchor] = scene.weight(match);
                boxWeights[anchor] = 1;
                TargetRows.write(objects.boxes().get(match), boxes, 4 * anchor);
                if (!compareBoxes) {
                    config.boxCoder().encode(anchors, boxes, boxes, anchor);
                }
            } else if (match == MatcherConfig.IGNORED) {
                classWeights[anchor] = 0;
            }
        }
        return new ImageTargets(
                Map.of(
                        classification.name(), new ImageTargets.Row(classes, classWeights),
                        boxRegression.name(), new ImageTargets.Row(boxes, boxWeights)),
                positives);
    }

    @Override
    public Assignment assignment(Scene scene) {
        return assignment.of(scene);
    }

    @Override
    public Optional<String> anchorSizes() {
        return Optional.of(assignment.sizes());
    }

    @Override
    public List<ObjectFit> fits(Scene scene) {
        return assignment.fits(scene);
    }

    @Override
    public Optional<DetectionTable> detectionTable() {
        return Optional.of(new DetectionTable(SsdHead.DETECTIONS, Optional.empty(), 0));
    }

    @Override
    public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
        return DetectionRows.of(outputs.get(SsdHead.DETECTIONS).toArray(), wanted, DetectionRows.Masks.NONE);
    }
}
