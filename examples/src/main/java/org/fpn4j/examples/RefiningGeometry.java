package org.fpn4j.examples;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.ProposalStage;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.fcos.AssignmentConfig;
import org.fpn4j.heads.fcos.FcosMatcher;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.LevelPoints;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;

/** The refining head at one input size: the first stage's targets, the second stage, and detections of both. */
final class RefiningGeometry implements HeadGeometry {
    private static final Box UNIT = new Box(-1, -1, 1, 1); // what cells without object are compared with, at weight 0
    private static final PostprocessConfig POSTPROCESS = new PostprocessConfig(0.05, 1000, 0.5, 100);

    private final RefiningHead.Config config;
    private final HeadInputs inputs;
    private final List<LevelGrid> grids;
    private final FcosMatcher matcher;
    private final LevelPoints points;
    private final Loss objectness;
    private final Loss distances;
    private final RefiningStage stage;

    RefiningGeometry(RefiningHead.Config config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        this.inputs = inputs;
        this.grids = new PointConfig(0.5, OffsetRounding.NONE, GridStride.FIXED).grids(pyramid, inputs);
        this.matcher = new FcosMatcher(new AssignmentConfig(), pyramid, grids);
        this.points = new LevelPoints(grids, true);
        Shape perCell = Shape.of(points.size());
        this.objectness = new Loss(
                "objectness",
                new Operation.FocalLoss(0.25, 2),
                Loss.Prediction.output(RefiningHead.OBJECTNESS),
                perCell,
                perCell,
                1);
        this.distances = new Loss(
                "proposed_boxes",
                new Operation.IouLoss(Operation.IouLoss.Kind.GIOU),
                (graph, outputs) -> graph.apply(new Operation.DistancesToBoxes(), outputs.get(RefiningHead.DISTANCES)),
                Shape.of(points.size(), 4),
                perCell,
                1);
        this.stage = new RefiningStage(config, pyramid.names(), grids, points);
    }

    @Override
    public int cells() {
        return points.size();
    }

    @Override
    public Losses losses() {
        return new Losses(List.of(objectness, distances), new NormalizerConfig(NormalizerConfig.Kind.BATCH));
    }

    @Override
    public List<ProposalStage> stages() {
        return List.of(stage);
    }

    @Override
    public ImageTargets assign(Scene scene) {
        List<Box> objects = scene.objects().boxes();
        TargetRows.checkLabels(scene.objects(), config.numClasses());
        int[] matches = assignment(scene).objects();
        float[] labels = new float[cells()];
        float[] everywhere = new float[cells()];
        float[] boxes = new float[4 * cells()];
        float[] positive = new float[cells()];
        Arrays.fill(everywhere, 1);
        int positives = 0;
        for (int cell = 0; cell < matches.length; cell++) {
            if (matches[cell] < 0) {
                labels[cell] = matches[cell]; // background or ignored
                TargetRows.write(UNIT, boxes, 4 * cell);
            } else {
                positives++;
                positive[cell] = 1; // and label 0, the only one
                points.encode(cell, objects.get(matches[cell]), boxes);
            }
        }
        return new ImageTargets(
                Map.of(
                        objectness.name(), new ImageTargets.Row(labels, everywhere),
                        distances.name(), new ImageTargets.Row(boxes, positive)),
                positives);
    }

    @Override
    public Assignment assignment(Scene scene) {
        return new Assignment(matcher.match(scene.objects().boxes(), scene.ignored()), ends());
    }

    private int[] ends() {
        return grids.stream().mapToInt(grid -> grid.first() + grid.cells()).toArray();
    }

    /** The boxes that deltas start from are the first stage's, so a decoding is made for each image. */
    @Override
    public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
        float[] proposals =
                points.boxes().decode(outputs.get(RefiningHead.DISTANCES).toArray());
        Boxes boxes = RefiningStage.CODER.boxes(proposals);
        Map<String, TensorView> second = new LinkedHashMap<>(outputs.values());
        second.put(Decoding.CLASS_LOGITS, TensorView.of(stage.logitsOfProposals(outputs)));
        return POSTPROCESS
                .decoding(config.numClasses(), ends(), inputs, Decoding.Scores.all(Decoding.Measure.CLASS), boxes)
                .decode(new RawOutputs(second), wanted);
    }
}
