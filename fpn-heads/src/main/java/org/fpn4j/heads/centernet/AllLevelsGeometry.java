package org.fpn4j.heads.centernet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.DetectionHead.HeadInputs;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.LevelPoints;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;

/** Objects as peaks on all levels, at one input size; the rules are those of {@link LevelHeat}. */
final class AllLevelsGeometry implements HeadGeometry {
    private static final PointConfig CENTERS = new PointConfig(0.5, OffsetRounding.FLOOR, GridStride.FIXED);
    private static final Box UNIT = new Box(-1, -1, 1, 1); // stands in where no box is learned

    private final CenterNetConfig config;
    private final PyramidSpec pyramid;
    private final List<LevelGrid> grids;
    private final int[] ends;
    private final LevelPoints points;
    private final Loss heatMap;
    private final Loss boxRegression;
    private final Losses losses;
    private final Decoding decoding;

    AllLevelsGeometry(CenterNetConfig config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        this.pyramid = pyramid;
        this.grids = CENTERS.grids(pyramid, inputs);
        this.ends = grids.stream().mapToInt(grid -> grid.first() + grid.cells()).toArray();
        this.points = new LevelPoints(grids, true);
        Shape perCell = Shape.of(points.size());
        this.heatMap = new Loss(
                "heat_map",
                config.heatMapLoss().operation(),
                Loss.Prediction.output(Decoding.CLASS_LOGITS),
                Shape.of(points.size(), config.numClasses()),
                perCell,
                config.heatMapLoss().weight());
        this.boxRegression = new Loss(
                "box_regression",
                new Operation.IouLoss(config.all().boxLoss()),
                (graph, outputs) -> graph.apply( // around their own point: where it lies changes no overlap
                        new Operation.DistancesToBoxes(),
                        Loss.Prediction.output(Decoding.BOX_DELTAS).of(graph, outputs)),
                Shape.of(points.size(), 4),
                perCell,
                config.all().boxLossWeight());
        this.losses =
                new Losses(List.of(heatMap, boxRegression), new CountedWeights(config.normalizer(), heatMap.name()));
        this.decoding = config.postprocess()
                .decoding(
                        config.numClasses(),
                        ends,
                        inputs,
                        Decoding.Scores.all(Decoding.Measure.CLASS),
                        points.boxes(),
                        Decoding.Clipping.AFTER_SUPPRESSION);
    }

    @Override
    public int cells() {
        return points.size();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public ImageTargets assign(Scene scene) {
        GroundTruth objects = scene.objects();
        TargetRows.checkLabels(objects, config.numClasses());
        LevelHeat heat = heat(scene);
        PeakWeights peaks = new PeakWeights(heat.values(), config.numClasses(), scene.weights());
        int[] matches = matches(heat, scene);
        float[] heatWeights = new float[cells()];
        float[] weights = new float[cells()];
        float[] boxes = new float[4 * cells()];
        for (int cell = 0; cell < matches.length; cell++) {
            boolean counts = matches[cell] != MatcherConfig.IGNORED || peaks.hasPeak(cell);
            heatWeights[cell] = counts ? peaks.of(cell) : 0;
            if (matches[cell] < 0) {
                TargetRows.write(UNIT, boxes, 4 * cell);
            } else {
                weights[cell] = 1;
                points.encode(cell, objects.boxes().get(matches[cell]), boxes);
            }
        }
        return new ImageTargets(
                Map.of(
                        heatMap.name(), new ImageTargets.Row(heat.values(), heatWeights),
                        boxRegression.name(), new ImageTargets.Row(boxes, weights)),
                peaks(heat));
    }

    private LevelHeat heat(Scene scene) {
        LevelHeat heat = new LevelHeat(config.all(), pyramid, cells(), config.numClasses());
        heat.see(scene.objects(), grids);
        return heat;
    }

    private int[] matches(LevelHeat heat, Scene scene) {
        int[] matches = heat.objects();
        for (Box region : scene.ignored()) {
            for (LevelGrid grid : grids) {
                grid.forEachInside(
                        region, cell -> matches[cell] = matches[cell] < 0 ? MatcherConfig.IGNORED : matches[cell]);
            }
        }
        return matches;
    }

    private static int peaks(LevelHeat heat) {
        int peaks = 0;
        for (float value : heat.values()) {
            peaks += value == 1 ? 1 : 0;
        }
        return peaks;
    }

    @Override
    public Assignment assignment(Scene scene) {
        return new Assignment(matches(heat(scene), scene), ends);
    }

    @Override
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
