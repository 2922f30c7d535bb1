package org.fpn4j.heads.fcos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.fpn4j.core.head.Normalizer;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.point.LevelGrid;
import org.fpn4j.heads.point.LevelPoints;

/** The FCOS head at one input size. */
public final class FcosGeometry implements HeadGeometry {
    private final FcosConfig config;
    private final FcosMatcher matcher;
    private final LevelPoints points;
    private final int[] ends;
    private final Loss classification;
    private final Loss boxRegression;
    private final Loss centerness;
    private final Losses losses;
    private final Decoding decoding;

    /**
     * Lays out the points.
     *
     * @throws IllegalArgumentException where the inputs are not those of the pyramid
     */
    public FcosGeometry(FcosConfig config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        List<LevelGrid> grids = config.points().grids(pyramid, inputs);
        this.matcher = new FcosMatcher(config.assignment(), pyramid, grids);
        this.points = new LevelPoints(grids, config.normalizeByStride());
        Shape perPoint = Shape.of(matcher.cells());
        this.classification = new Loss(
                "classification",
                config.classificationLoss().operation(),
                Loss.Prediction.output(Decoding.CLASS_LOGITS),
                perPoint,
                perPoint,
                config.classificationLoss().weight());
        this.boxRegression = new Loss(
                "box_regression",
                config.boxLoss().operation(),
                FcosGeometry::boxPrediction,
                Shape.of(matcher.cells(), 4),
                perPoint,
                config.boxLoss().weight());
        this.centerness = new Loss(
                "centerness",
                new Operation.BinaryCrossEntropy(),
                Loss.Prediction.output(Decoding.CENTERNESS),
                Shape.of(matcher.cells(), 1),
                perPoint,
                config.centernessLossWeight());
        this.losses = new Losses(List.of(classification, boxRegression, centerness), normalizer());
        this.ends = grids.stream().mapToInt(grid -> grid.first() + grid.cells()).toArray();
        this.decoding = config.postprocess()
                .decoding(config.numClasses(), ends, inputs, config.score().scores(), points.boxes());
    }

    @Override
    public int cells() {
        return matcher.cells();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    private Normalizer normalizer() {
        return config.boxLoss().centernessWeighted()
                ? new CenternessNormalizer(config.normalizer(), boxRegression.name(), centerness.name())
                : config.normalizer();
    }

    /** Overlaps do not depend on where a box lies and how large its unit is: boxes are around their own point. */
    private static Tensor boxPrediction(Graph graph, Map<String, Tensor> outputs) {
        return graph.apply(
                new Operation.DistancesToBoxes(),
                Loss.Prediction.output(Decoding.BOX_DELTAS).of(graph, outputs));
    }

    @Override
    public ImageTargets assign(Scene scene) {
        GroundTruth objects = scene.objects();
        TargetRows.checkLabels(objects, config.numClasses());
        int[] matches = assignment(scene).objects();
        float[] labels = new float[cells()];
        float[] labelWeights = new float[cells()];
        float[] boxes = new float[4 * cells()];
        float[] centers = new float[cells()];
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
            labelWeights[cell] = scene.weight(match);
            positive[cell] = 1;
            points.encode(cell, objects.boxes().get(match), boxes);
            centers[cell] = centerness(boxes, 4 * cell);
        }
        boolean centernessWeighted = config.boxLoss().centernessWeighted();
        return new ImageTargets(
                Map.of(
                        classification.name(), new ImageTargets.Row(labels, labelWeights),
                        boxRegression.name(), new ImageTargets.Row(boxes, centernessWeighted ? centers : positive),
                        centerness.name(), new ImageTargets.Row(centers, positive)),
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
    public Assignment assignment(Scene scene) {
        return new Assignment(matcher.match(scene.objects().boxes(), scene.ignored()), ends);
    }

    /** Also which points several objects claim. */
    @Override
    public List<ObjectFit> fits(Scene scene) {
        List<Box> boxes = scene.objects().boxes();
        List<List<Integer>> cells = ObjectFit.byLevel(assignment(scene), boxes.size());
        int[] claims = new int[cells()];
        matcher.forEachClaim(boxes, (object, level, cell) -> claims[cell]++);
        int[][] shared = new int[boxes.size()][ends.length];
        matcher.forEachClaim(boxes, (object, level, cell) -> shared[object][level] += claims[cell] > 1 ? 1 : 0);
        List<List<Integer>> contested = ObjectFit.lists(shared);
        List<ObjectFit> fits = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            fits.add(new ObjectFit(cells.get(i), List.of(), contested.get(i), OptionalDouble.empty()));
        }
        return fits;
    }

    @Override
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
