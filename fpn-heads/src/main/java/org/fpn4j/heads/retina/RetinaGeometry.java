package org.fpn4j.heads.retina;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.heads.anchor.AnchorGrid;
import org.fpn4j.heads.box.Overlap;
import org.fpn4j.heads.loss.DeltaLossConfig;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.MatcherConfig;

/** The RetinaNet head at one input size. */
final class RetinaGeometry implements HeadGeometry {
    private final RetinaConfig config;
    private final AnchorGrid anchors;
    private final Decoding decoding;

    RetinaGeometry(RetinaConfig config, AnchorGrid anchors, HeadInputs inputs) {
        this.config = config;
        this.anchors = anchors;
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
    float[] anchors() {
        return anchors.boxes().clone();
    }

    @Override
    public Map<String, Shape> targetShapes(int n) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(TargetRows.LABELS, Shape.of(n, cells()));
        shapes.put(TargetRows.LABEL_WEIGHTS, Shape.of(n, cells()));
        shapes.put(TargetRows.BOXES, Shape.of(n, cells(), 4));
        shapes.put(TargetRows.BOX_WEIGHTS, Shape.of(n, cells()));
        return shapes;
    }

    @Override
    public ImageTargets assign(GroundTruth objects, List<Box> ignored) {
        TargetRows.checkLabels(objects, config.numClasses());
        int[] matches = config.matcher().match(anchors, objects.boxes());
        ignore(matches, ignored);
        boolean overlapLoss = config.boxLoss().kind() == DeltaLossConfig.Kind.GIOU;
        float[] labels = new float[cells()];
        float[] labelWeights = new float[cells()];
        float[] boxes = overlapLoss ? anchors() : new float[4 * cells()]; // the anchor itself where no loss looks
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
            boxWeights[anchor] = 1;
            Box box = objects.boxes().get(match);
            if (overlapLoss) {
                TargetRows.write(box, boxes, 4 * anchor);
            } else {
                config.boxCoder().encode(anchors.boxes(), 4 * anchor, box, boxes);
            }
        }
        return new ImageTargets(
                Map.of(
                        TargetRows.LABELS, labels,
                        TargetRows.LABEL_WEIGHTS, labelWeights,
                        TargetRows.BOXES, boxes,
                        TargetRows.BOX_WEIGHTS, boxWeights),
                positives);
    }

    /** Anchors without object whose centre or larger part lies in an ignored region are no negatives. */
    private void ignore(int[] matches, List<Box> ignored) {
        for (Box region : ignored) {
            for (int anchor = 0; anchor < matches.length; anchor++) {
                if (matches[anchor] == MatcherConfig.BACKGROUND
                        && (Overlap.centerInside(anchors.boxes(), 4 * anchor, region)
                                || Overlap.intersectionOverArea(anchors.boxes(), 4 * anchor, region) > 0.5f)) {
                    matches[anchor] = MatcherConfig.IGNORED;
                }
            }
        }
    }

    @Override
    public int[] cellsOf(GroundTruth objects) {
        return TargetRows.count(config.matcher().match(anchors, objects.boxes()), objects.size());
    }

    @Override
    public TargetBatch collate(List<ImageTargets> run, List<ImageTargets> step, NormalizerState state) {
        int[] positives = TargetRows.positives(step);
        NormalizerState next =
                config.normalizer().next(state, Arrays.stream(positives).sum());
        double[] factors = config.normalizer().factors(TargetRows.positives(run), positives, next);
        double classWeight = config.classificationLoss().weight();
        double boxWeight = config.boxLoss().weight();
        return new TargetBatch(
                Map.of(
                        TargetRows.LABELS, TargetRows.join(run, TargetRows.LABELS),
                        TargetRows.LABEL_WEIGHTS, TargetRows.join(run, TargetRows.LABEL_WEIGHTS, factors, classWeight),
                        TargetRows.BOXES, TargetRows.join(run, TargetRows.BOXES),
                        TargetRows.BOX_WEIGHTS, TargetRows.join(run, TargetRows.BOX_WEIGHTS, factors, boxWeight)),
                next);
    }

    @Override
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
