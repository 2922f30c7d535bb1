package org.fpn4j.heads.fcos;

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
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.point.LevelGrid;

/** The FCOS head at one input size. */
final class FcosGeometry implements HeadGeometry {
    private final FcosConfig config;
    private final FcosMatcher matcher;
    private final FcosPoints points;
    private final Decoding decoding;

    FcosGeometry(FcosConfig config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        List<LevelGrid> grids = config.points().grids(pyramid, inputs);
        this.matcher = new FcosMatcher(config.assignment(), pyramid, grids);
        this.points = new FcosPoints(grids, config.normalizeByStride());
        int[] ends =
                grids.stream().mapToInt(grid -> grid.first() + grid.cells()).toArray();
        this.decoding = config.postprocess()
                .decoding(config.numClasses(), ends, inputs, config.score().scores(), points.boxes());
    }

    @Override
    public int cells() {
        return matcher.cells();
    }

    @Override
    public Map<String, Shape> targetShapes(int n) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(TargetRows.LABELS, Shape.of(n, cells()));
        shapes.put(TargetRows.LABEL_WEIGHTS, Shape.of(n, cells()));
        shapes.put(TargetRows.BOXES, Shape.of(n, cells(), 4));
        shapes.put(TargetRows.BOX_WEIGHTS, Shape.of(n, cells()));
        shapes.put(TargetRows.CENTERNESS, Shape.of(n, cells(), 1));
        shapes.put(TargetRows.CENTERNESS_WEIGHTS, Shape.of(n, cells()));
        return shapes;
    }

    @Override
    public ImageTargets assign(GroundTruth objects, List<Box> ignored) {
        TargetRows.checkLabels(objects, config.numClasses());
        int[] matches = matcher.match(objects.boxes(), ignored);
        float[] labels = new float[cells()];
        float[] labelWeights = new float[cells()];
        float[] boxes = new float[4 * cells()];
        float[] centerness = new float[cells()];
        float[] positive = new float[cells()];
        Arrays.fill(labelWeights, 1);
        int positives = 0;
        for (int cell = 0; cell < matches.length; cell++) {
            int match = matches[cell];
            if (match < 0) {
                labels[cell] = match;
                TargetRows.write(UNIT, boxes, 4 * cell);
                continue;
            }
            positives++;
            labels[cell] = objects.labels().get(match);
            positive[cell] = 1;
            points.encode(cell, objects.boxes().get(match), boxes);
            centerness[cell] = centerness(boxes, 4 * cell);
        }
        return new ImageTargets(
                Map.of(
                        TargetRows.LABELS, labels,
                        TargetRows.LABEL_WEIGHTS, labelWeights,
                        TargetRows.BOXES, boxes,
                        TargetRows.BOX_WEIGHTS, config.boxLoss().centernessWeighted() ? centerness : positive,
                        TargetRows.CENTERNESS, centerness,
                        TargetRows.CENTERNESS_WEIGHTS, positive),
                positives);
    }

    /** What points without object are compared with, at weight 0: a box whose overlap is a number. */
    private static final Box UNIT = new Box(-1, -1, 1, 1);

    /** Of a box around its point: the root of the smaller over the larger distance on both axes, multiplied. */
    private static float centerness(float[] boxes, int offset) {
        float left = -boxes[offset];
        float top = -boxes[offset + 1];
        float right = boxes[offset + 2];
        float bottom = boxes[offset + 3];
        float horizontal = Math.min(left, right) / Math.max(left, right);
        float vertical = Math.min(top, bottom) / Math.max(top, bottom);
        return (float) Math.sqrt(horizontal * vertical);
    }

    @Override
    public int[] cellsOf(GroundTruth objects) {
        return TargetRows.count(matcher.match(objects.boxes(), List.of()), objects.size());
    }

    @Override
    public TargetBatch collate(List<ImageTargets> run, List<ImageTargets> step, NormalizerState state) {
        int[] positives = TargetRows.positives(step);
        NormalizerState next =
                config.normalizer().next(state, Arrays.stream(positives).sum());
        double[] factors = config.normalizer().factors(TargetRows.positives(run), positives, next);
        double[] boxFactors = config.boxLoss().centernessWeighted()
                ? config.normalizer()
                        .factors(centernessSums(run), centernessSums(step), 1e-6) // only without positives is it below
                : factors;
        Map<String, float[]> values = new LinkedHashMap<>();
        for (String name : List.of(TargetRows.LABELS, TargetRows.BOXES, TargetRows.CENTERNESS)) {
            values.put(name, TargetRows.join(run, name));
        }
        values.put(
                TargetRows.LABEL_WEIGHTS,
                TargetRows.join(
                        run,
                        TargetRows.LABEL_WEIGHTS,
                        factors,
                        config.classificationLoss().weight()));
        values.put(
                TargetRows.BOX_WEIGHTS,
                TargetRows.join(
                        run,
                        TargetRows.BOX_WEIGHTS,
                        boxFactors,
                        config.boxLoss().weight()));
        values.put(
                TargetRows.CENTERNESS_WEIGHTS,
                TargetRows.join(run, TargetRows.CENTERNESS_WEIGHTS, factors, config.centernessLossWeight()));
        return new TargetBatch(values, next);
    }

    private static double[] centernessSums(List<ImageTargets> images) {
        double[] sums = new double[images.size()];
        for (int i = 0; i < sums.length; i++) {
            for (float value : images.get(i).values().get(TargetRows.CENTERNESS)) {
                sums[i] += value;
            }
        }
        return sums;
    }

    @Override
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
