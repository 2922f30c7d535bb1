package org.fpn4j.heads.centernet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.core.decoding.Boxes;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.Box;
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
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.match.MatcherConfig;
import org.fpn4j.heads.nms.PostprocessConfig;
import org.fpn4j.heads.point.GridStride;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.OffsetRounding;
import org.fpn4j.heads.point.PointConfig;

/**
 * Objects as points of the finest level (arXiv:1904.07850v2, sections 3 and 4). The cell in which an object's centre lies is
 * its peak and learns the rest of the centre and its sides, in cells; where there are several, those of the smallest, the first
 * of equals.
 */
final class FinestGeometry implements HeadGeometry {
    private static final PointConfig CENTERS = new PointConfig(0.5, OffsetRounding.NONE, GridStride.FIXED);

    private final CenterNetConfig config;
    private final LevelGrid grid;
    private final int levels;
    private final Loss heatMap;
    private final Loss offset;
    private final Loss size;
    private final Losses losses;
    private final Decoding decoding;

    FinestGeometry(CenterNetConfig config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        this.grid = CENTERS.grids(pyramid, inputs).get(0);
        this.levels = pyramid.levels().size();
        Shape perCell = Shape.of(grid.cells());
        this.heatMap = new Loss(
                "heat_map",
                config.heatMapLoss().operation(),
                Loss.Prediction.output(Decoding.CLASS_LOGITS),
                Shape.of(grid.cells(), config.numClasses()),
                perCell,
                config.heatMapLoss().weight());
        this.offset = ofPairs("offset", 0, config.finest().offsetLossWeight(), perCell);
        this.size = ofPairs("size", 2, config.finest().sizeLossWeight(), perCell);
        this.losses =
                new Losses(List.of(heatMap, offset, size), new CountedWeights(config.normalizer(), heatMap.name()));
        PostprocessConfig given = config.postprocess();
        this.decoding = new PostprocessConfig(
                        given.scoreThreshold(),
                        given.candidatesPerLevel(),
                        given.maxCandidates(),
                        1,
                        given.maxDetections())
                .decoding(config.numClasses(), ends(), inputs, Decoding.Scores.all(Decoding.Measure.CLASS), boxes());
    }

    /** L1 of two of the four numbers, the mean of both as in the authors' code. */
    private Loss ofPairs(String name, int from, double weight, Shape perCell) {
        return new Loss(
                name,
                new Operation.SmoothL1Loss(0),
                (graph, outputs) -> pair(graph, outputs, from),
                Shape.of(grid.cells(), 2),
                perCell,
                weight / 2);
    }

    private static Tensor pair(Graph graph, Map<String, Tensor> outputs, int from) {
        return graph.apply(
                new Operation.Slice(2, from, from + 2),
                Loss.Prediction.output(Decoding.BOX_DELTAS).of(graph, outputs));
    }

    /** All cells are the finest level's. */
    private int[] ends() {
        int[] ends = new int[levels];
        Arrays.fill(ends, grid.cells());
        return ends;
    }

    private Boxes boxes() {
        float[] corners = new float[2 * grid.cells()];
        float[] units = new float[grid.cells()];
        for (int cell = 0; cell < units.length; cell++) {
            corners[2 * cell] = cell % grid.width() * grid.stride();
            corners[2 * cell + 1] = cell / grid.width() * grid.stride();
            units[cell] = grid.stride();
        }
        return new Boxes.Centers(corners, units);
    }

    @Override
    public int cells() {
        return grid.cells();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    private int column(Box box) {
        return Math.min((int) Math.max(box.centerX() / grid.stride(), 0), grid.width() - 1);
    }

    private int row(Box box) {
        return Math.min((int) Math.max(box.centerY() / grid.stride(), 0), grid.height() - 1);
    }

    @Override
    public ImageTargets assign(Scene scene) {
        GroundTruth objects = scene.objects();
        TargetRows.checkLabels(objects, config.numClasses());
        HeatMap heat = new HeatMap(grid.height(), grid.width(), config.numClasses());
        for (int i = 0; i < objects.size(); i++) {
            Box box = objects.boxes().get(i);
            heat.draw(objects.labels().get(i), row(box), column(box), radius(box));
        }
        PeakWeights peaks = new PeakWeights(heat.values(), config.numClasses(), scene.weights());
        int[] matches = assignment(scene).objects();
        float[] heatWeights = new float[cells()];
        float[] weights = new float[cells()];
        float[] offsets = new float[2 * cells()];
        float[] sizes = new float[2 * cells()];
        for (int cell = 0; cell < matches.length; cell++) {
            heatWeights[cell] = matches[cell] == MatcherConfig.IGNORED ? 0 : peaks.of(cell);
            if (matches[cell] >= 0) {
                Box box = objects.boxes().get(matches[cell]);
                weights[cell] = 1;
                offsets[2 * cell] = box.centerX() / grid.stride() - column(box);
                offsets[2 * cell + 1] = box.centerY() / grid.stride() - row(box);
                sizes[2 * cell] = box.width() / grid.stride();
                sizes[2 * cell + 1] = box.height() / grid.stride();
            }
        }
        return new ImageTargets(
                Map.of(
                        heatMap.name(), new ImageTargets.Row(heat.values(), heatWeights),
                        offset.name(), new ImageTargets.Row(offsets, weights),
                        size.name(), new ImageTargets.Row(sizes, weights.clone())),
                heat.peaks());
    }

    /** In whole cells, of sides that are. */
    private int radius(Box box) {
        double height = Math.ceil(box.height() / grid.stride());
        double width = Math.ceil(box.width() / grid.stride());
        return (int) config.finest().radius().of(height, width, config.finest().minOverlap());
    }

    @Override
    public Assignment assignment(Scene scene) {
        List<Box> boxes = scene.objects().boxes();
        int[] matches = new int[cells()];
        Arrays.fill(matches, MatcherConfig.BACKGROUND);
        for (int i = 0; i < boxes.size(); i++) {
            int cell = row(boxes.get(i)) * grid.width() + column(boxes.get(i));
            int other = matches[cell];
            if (other == MatcherConfig.BACKGROUND
                    || boxes.get(i).area() < boxes.get(other).area()) {
                matches[cell] = i;
            }
        }
        for (Box region : scene.ignored()) {
            grid.forEachInside(
                    region, cell -> matches[cell] = matches[cell] < 0 ? MatcherConfig.IGNORED : matches[cell]);
        }
        return new Assignment(matches, ends());
    }

    @Override
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
