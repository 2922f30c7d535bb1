package org.fpn4j.heads.retina;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.AnchorAssignment;

/** The RetinaNet head at one input size, and every other that predicts the same of anchors. */
public final class RetinaGeometry implements HeadGeometry {
    private final AnchorPredictions config;
    private final AnchorGrid anchors;
    private final AnchorAssignment assignment;
    private final Loss classification;
    private final Loss boxRegression;
    private final Losses losses;
    private final Decoding decoding;

    /**
     * Lays out the anchors.
     *
     * @throws IllegalArgumentException where the inputs are not those of the pyramid
     */
    public RetinaGeometry(AnchorPredictions config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        this.anchors = config.anchors().grid(pyramid, inputs);
        this.assignment = AnchorAssignment.of(anchors, config.matcher());
        Shape perAnchor = Shape.of(anchors.size());
        this.classification = new Loss(
                "classification",
                config.classificationLoss().operation(),
                Loss.Prediction.output(Decoding.CLASS_LOGITS),
                perAnchor,
                perAnchor,
                config.classificationLoss().weight());
        this.boxRegression = new Loss(
                "box_regression",
                config.boxLoss().operation(),
                this::boxPrediction,
                Shape.of(anchors.size(), 4),
                perAnchor,
                config.boxLoss().factor());
        this.losses = new Losses(List.of(classification, boxRegression), config.normalizer());
        this.decoding = config.postprocess()
                .decoding(
                        config.numClasses(),
                        anchors.ends(),
                        inputs,
                        Decoding.Scores.all(Decoding.Measure.CLASS),
                        config.boxCoder().boxes(anchors.boxes()));
    }

    @Override
    public int cells() {
        return anchors.size();
    }

    /** Corners of all anchors {@code [L, 4]}, a copy. */
    public float[] anchors() {
        return anchors.boxes().clone();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    /** Deltas as they are, or the boxes that they make of the anchors, {@code [N, L, 4]} both. */
    private Tensor boxPrediction(Graph graph, Map<String, Tensor> outputs) {
        Tensor deltas = Loss.Prediction.output(Decoding.BOX_DELTAS).of(graph, outputs);
        if (!config.boxLoss().comparesBoxes()) {
            return deltas;
        }
        Tensor corners = graph.constant("anchors", Shape.of(cells(), 4), this::anchors);
        return graph.apply(config.boxCoder().operation(), deltas, corners);
    }

    @Override
    public ImageTargets assign(Scene scene) {
        GroundTruth objects = scene.objects();
        TargetRows.checkLabels(objects, config.numClasses());
        int[] matches = assignment(scene).objects();
        boolean compareBoxes = config.boxLoss().comparesBoxes();
        float[] labels = new float[cells()];
        float[] labelWeights = new float[cells()];
        float[] boxes = compareBoxes ? anchors() : new float[4 * cells()]; // the anchor itself where no loss looks
        float[] boxWeights = new float[cells()];
        Arrays.fill(labelWeights, 1);
        int positives = 0;
        for (int anchor = 0; anchor < matches.length; anchor++) {
            int match = matches[anchor];
            if (match < 0) {
                labels[anchor] = match;
                continue;
            }
            positives++;
            labels[anchor] = objects.labels().get(match);
            labelWeights[anchor] = scene.weight(match);
            boxWeights[anchor] = 1;
            TargetRows.write(objects.boxes().get(match), boxes, 4 * anchor);
            if (!compareBoxes) {
                config.boxCoder().encode(anchors.boxes(), boxes, boxes, anchor);
            }
        }
        return new ImageTargets(
                Map.of(
                        classification.name(), new ImageTargets.Row(labels, labelWeights),
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
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
