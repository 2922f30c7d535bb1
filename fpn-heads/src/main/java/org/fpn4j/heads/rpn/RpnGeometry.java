package org.fpn4j.heads.rpn;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Graph;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.Tensor;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Normalizer;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.region.Proposals;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.AnchorAssignment;
import org.fpn4j.heads.match.MatcherConfig;

/** A region proposal network at one input size: its anchors, targets and proposals. Thread-safe. */
public final class RpnGeometry {
    /** The output of objectness logits {@code [N, L, 1]}. */
    public static final String OBJECTNESS = "rpn_objectness";

    /** The output of deltas {@code [N, L, 4]}. */
    public static final String DELTAS = "rpn_deltas";

    private final RpnConfig config;
    private final HeadInputs inputs;
    private final AnchorGrid anchors;
    private final AnchorAssignment assignment;
    private final Loss objectness;
    private final Loss boxRegression;

    /** Lays out the anchors. */
    public RpnGeometry(RpnConfig config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        this.inputs = inputs;
        this.anchors = config.anchors().grid(pyramid, inputs);
        this.assignment = AnchorAssignment.of(anchors, config.matcher());
        Shape perAnchor = Shape.of(anchors.size());
        this.objectness = new Loss(
                "objectness",
                new Operation.BinaryCrossEntropy(),
                Loss.Prediction.output(OBJECTNESS),
                Shape.of(anchors.size(), 1),
                perAnchor,
                config.objectnessWeight());
        this.boxRegression = new Loss(
                "rpn_box_regression",
                config.boxLoss().operation(),
                this::boxPrediction,
                Shape.of(anchors.size(), 4),
                perAnchor,
                config.boxLoss().weight());
    }

    /** The anchors, finest level first. */
    public AnchorGrid anchors() {
        return anchors;
    }

    /** Which object each anchor answers for. */
    public AnchorAssignment assignment() {
        return assignment;
    }

    /** What it learns by. */
    public List<Loss> losses() {
        return List.of(objectness, boxRegression);
    }

    /** What the sums of its losses are divided by. */
    public Normalizer normalizer() {
        return new SampledNormalizer(objectness.name());
    }

    /** The corners of the anchors, {@code [L, 4]}. */
    public Tensor anchors(Graph graph) {
        return graph.constant(
                "anchors", Shape.of(anchors.size(), 4), () -> anchors.boxes().clone());
    }

    /** What is proposed in training, or in prediction. */
    public Proposals proposals(ProposalConfig.Counts counts) {
        return config.proposals().decision(counts, config.boxCoder(), anchors, inputs);
    }

    /** Deltas as they are, or the boxes that they make of the anchors, {@code [N, L, 4]} both. */
    private Tensor boxPrediction(Graph graph, Map<String, Tensor> outputs) {
        Tensor deltas = Loss.Prediction.output(DELTAS).of(graph, outputs);
        return config.boxLoss().comparesBoxes()
                ? graph.apply(config.boxCoder().operation(), deltas, anchors(graph))
                : deltas;
    }

    /** Targets of the anchors that are drawn for an image. */
    public ImageTargets assign(Scene scene, SplittableRandom random) {
        Assignment assigned = assignment.of(scene);
        int[] matches = assigned.objects();
        int[] positives = new int[matches.length];
        int[] negatives = new int[matches.length];
        int positiveCount = 0;
        int negativeCount = 0;
        for (int anchor = 0; anchor < matches.length; anchor++) {
            if (matches[anchor] >= 0) {
                positives[positiveCount++] = anchor;
            } else if (matches[anchor] == MatcherConfig.BACKGROUND) {
                negatives[negativeCount++] = anchor;
            }
        }
        int drawnPositives = config.sampling().positives(positiveCount);
        int drawnNegatives = config.sampling().negatives(negativeCount, drawnPositives);
        Draw.toFront(positives, positiveCount, drawnPositives, random);
        Draw.toFront(negatives, negativeCount, drawnNegatives, random);

        boolean compareBoxes = config.boxLoss().comparesBoxes();
        float[] labels = new float[matches.length];
        float[] sampled = new float[matches.length];
        float[] boxes = compareBoxes ? anchors.boxes().clone() : new float[4 * matches.length];
        float[] boxWeights = new float[matches.length];
        for (int i = 0; i < drawnNegatives; i++) {
            sampled[negatives[i]] = 1;
        }
        for (int i = 0; i < drawnPositives; i++) {
            int anchor = positives[i];
            labels[anchor] = 1;
            sampled[anchor] = 1;
            boxWeights[anchor] = 1;
            TargetRows.write(scene.objects().boxes().get(matches[anchor]), boxes, 4 * anchor);
            if (!compareBoxes) {
                config.boxCoder().encode(anchors.boxes(), boxes, boxes, anchor);
            }
        }
        return new ImageTargets(
                Map.of(
                        objectness.name(), new ImageTargets.Row(labels, sampled),
                        boxRegression.name(), new ImageTargets.Row(boxes, boxWeights)),
                positiveCount);
    }
}
