package org.fpn4j.heads.yolox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.detection.Box;
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
import org.fpn4j.core.head.MadeLoss;
import org.fpn4j.core.head.NoRoomException;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.core.region.TableColumn;
import org.fpn4j.heads.loss.NormalizerConfig;
import org.fpn4j.heads.loss.ObjectTable;
import org.fpn4j.heads.loss.TargetRows;

/** YOLOX's head at one input size. */
public final class YoloxGeometry implements HeadGeometry {
    private final YoloxConfig config;
    private final YoloxCells cells;
    private final Losses losses;
    private final Decoding decoding;

    YoloxGeometry(YoloxConfig config, YoloxCells cells, HeadInputs inputs) {
        this.config = config;
        this.cells = cells;
        Map<String, Shape> givens = Map.of(YoloxHead.OBJECTS, Shape.of(config.maxObjects(), ObjectTable.COLUMNS));
        this.losses = new Losses(List.of(), made(), givens, new NormalizerConfig(NormalizerConfig.Kind.BATCH));
        Decoding.Measure product = Decoding.Measure.PRODUCT;
        this.decoding = config.postprocess()
                .decoding(
                        config.numClasses(),
                        cells.ends(),
                        inputs,
                        new Decoding.Scores(product, product, product, YoloxLayers.OBJECTNESS, Decoding.Labels.BEST),
                        cells.boxes(),
                        Decoding.Clipping.AFTER_SUPPRESSION);
    }

    private List<MadeLoss> made() {
        List<MadeLoss> made = new ArrayList<>();
        made.add(new MadeLoss(
                "classification",
                new Operation.BinaryCrossEntropy(),
                Loss.Prediction.output(Decoding.CLASS_LOGITS),
                (graph, outputs) -> graph.apply(new ClassTargets(config.numClasses()), assigned(graph, outputs)),
                column(YoloxTargets.CLASS_WEIGHT),
                config.classificationWeight()));
        made.add(new MadeLoss(
                "box_regression",
                new Operation.IouLoss(Operation.IouLoss.Kind.SQUARED),
                Loss.Prediction.output(YoloxHead.BOXES),
                columns(YoloxTargets.BOX, 4),
                column(YoloxTargets.WEIGHT),
                config.boxWeight()));
        made.add(new MadeLoss(
                "objectness",
                new Operation.BinaryCrossEntropy(),
                Loss.Prediction.output(YoloxLayers.OBJECTNESS),
                columns(YoloxTargets.OBJECTNESS, 1),
                column(YoloxTargets.OBJECTNESS_WEIGHT),
                config.objectnessWeight()));
        if (config.l1Weight() > 0) {
            made.add(new MadeLoss(
                    "l1",
                    new Operation.SmoothL1Loss(0),
                    Loss.Prediction.output(Decoding.BOX_DELTAS),
                    columns(YoloxTargets.RAW, 4),
                    column(YoloxTargets.WEIGHT),
                    config.l1Weight()));
        }
        return made;
    }

    private static Loss.Prediction column(int index) {
        return (graph, outputs) -> graph.apply(new TableColumn(index), assigned(graph, outputs));
    }

    private static Loss.Prediction columns(int first, int count) {
        return (graph, outputs) -> graph.apply(new Operation.Slice(2, first, first + count), assigned(graph, outputs));
    }

    private static Tensor assigned(Graph graph, Map<String, Tensor> outputs) {
        return Loss.Prediction.output(YoloxHead.ASSIGNED).of(graph, outputs);
    }

    @Override
    public int cells() {
        return cells.count();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    /** The objects; targets are decided in the graph. Positives are the cells that may become some. */
    @Override
    public ImageTargets assign(Scene scene) {
        TargetRows.checkLabels(scene.objects(), config.numClasses());
        RoomNeed need = need(scene);
        if (!need.fits()) {
            throw new NoRoomException(need);
        }
        float[] table = ObjectTable.write(scene, config.maxObjects());
        int positives = (int) Arrays.stream(assignment(scene).objects())
                .filter(object -> object >= 0)
                .count();
        return new ImageTargets(Map.of(), Map.of(YoloxHead.OBJECTS, table), positives);
    }

    @Override
    public List<RoomNeed> needs(Scene scene) {
        return List.of(need(scene));
    }

    private RoomNeed need(Scene scene) {
        return new RoomNeed(
                "max_objects",
                config.maxObjects(),
                scene.objects().size() + scene.ignored().size(),
                "objects and ignored regions");
    }

    /**
     * The cells that may answer for an object whatever they predict: those that lie in it and around its centre, or where there
     * are none, in it or around its centre. Of several objects the smallest has them, the first of equals.
     */
    @Override
    public Assignment assignment(Scene scene) {
        List<Box> boxes = scene.objects().boxes();
        int[] objects = new int[cells()];
        Arrays.fill(objects, SimOta.NONE);
        for (int object = 0; object < boxes.size(); object++) {
            for (int cell : claimed(boxes.get(object))) {
                if (objects[cell] < 0
                        || boxes.get(object).area() < boxes.get(objects[cell]).area()) {
                    objects[cell] = object;
                }
            }
        }
        return new Assignment(objects, cells.ends());
    }

    private int[] claimed(Box box) {
        double radius = config.assignment().centerRadius();
        int[] free = IntStream.range(0, cells())
                .filter(cell -> cells.isIn(cell, box) && cells.isAround(cell, box, radius))
                .toArray();
        return free.length > 0
                ? free
                : IntStream.range(0, cells())
                        .filter(cell -> cells.isIn(cell, box) || cells.isAround(cell, box, radius))
                        .toArray();
    }

    /** Also which cells several objects claim. */
    @Override
    public List<ObjectFit> fits(Scene scene) {
        List<Box> boxes = scene.objects().boxes();
        List<int[]> claims = boxes.stream().map(this::claimed).toList();
        int[] claimants = new int[cells()];
        claims.forEach(claimed -> Arrays.stream(claimed).forEach(cell -> claimants[cell]++));
        int[][] shared = new int[boxes.size()][cells.ends().length];
        for (int object = 0; object < boxes.size(); object++) {
            for (int cell : claims.get(object)) {
                shared[object][decoding.level(cell)] += claimants[cell] > 1 ? 1 : 0;
            }
        }
        List<List<Integer>> answering = ObjectFit.byLevel(assignment(scene), boxes.size());
        List<List<Integer>> contested = ObjectFit.lists(shared);
        List<ObjectFit> fits = new ArrayList<>();
        for (int object = 0; object < boxes.size(); object++) {
            fits.add(new ObjectFit(answering.get(object), List.of(), contested.get(object), OptionalDouble.empty()));
        }
        return fits;
    }

    @Override
    public Optional<Decoding> decoding() {
        return Optional.of(decoding);
    }
}
