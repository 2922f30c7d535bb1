package org.fpn4j.heads.roi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.detection.Detection;
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
import org.fpn4j.core.head.ProposedRegions;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.core.pyramid.PyramidSpec;
import org.fpn4j.core.region.DetectionRows;
import org.fpn4j.core.region.Proposals;
import org.fpn4j.core.region.Regions;
import org.fpn4j.core.region.TableColumn;
import org.fpn4j.heads.loss.ObjectTable;
import org.fpn4j.heads.loss.TargetRows;
import org.fpn4j.heads.rpn.RpnGeometry;

/** The head of Faster R-CNN at one input size; its cells are the anchors of the first stage. */
public final class FasterRcnnGeometry implements HeadGeometry {
    private final FasterRcnnConfig config;
    private final PyramidSpec pyramid;
    private final RpnGeometry rpn;
    private final Losses losses;

    FasterRcnnGeometry(FasterRcnnConfig config, PyramidSpec pyramid, HeadInputs inputs) {
        this.config = config;
        this.pyramid = pyramid;
        this.rpn = new RpnGeometry(config.rpn(), pyramid, inputs);
        RoiConfig roi = config.roi();
        Map<String, Shape> givens = new LinkedHashMap<>();
        givens.put(FasterRcnnHead.OBJECTS, Shape.of(roi.maxObjects(), ObjectTable.COLUMNS));
        givens.put(FasterRcnnHead.DRAWS, Shape.of(config.draws()));
        this.losses = new Losses(
                rpn.losses(),
                List.of(
                        new MadeLoss(
                                "classification",
                                new Operation.SoftmaxCrossEntropy(),
                                Loss.Prediction.output(FasterRcnnHead.LOGITS),
                                column(RegionTargets.CLASS),
                                column(RegionTargets.WEIGHT),
                                roi.classificationWeight()),
                        new MadeLoss(
                                "box_regression",
                                roi.boxLoss().operation(),
                                this::deltasOfClass,
                                FasterRcnnGeometry::targetDeltas,
                                column(RegionTargets.BOX_WEIGHT),
                                roi.boxLoss().weight())),
                givens,
                rpn.normalizer());
    }

    private static Loss.Prediction column(int index) {
        return (graph, outputs) -> graph.apply(new TableColumn(index), sampled(graph, outputs));
    }

    private static Tensor sampled(Graph graph, Map<String, Tensor> outputs) {
        return Loss.Prediction.output(FasterRcnnHead.SAMPLED).of(graph, outputs);
    }

    private static Tensor targetDeltas(Graph graph, Map<String, Tensor> outputs) {
        return graph.apply(
                new Operation.Slice(2, RegionTargets.DELTAS, RegionTargets.DELTAS + 4), sampled(graph, outputs));
    }

    /** The deltas of each region's own class. */
    private Tensor deltasOfClass(Graph graph, Map<String, Tensor> outputs) {
        Tensor deltas = Loss.Prediction.output(FasterRcnnHead.DELTAS).of(graph, outputs);
        return config.roi().classAgnostic()
                ? deltas
                : graph.apply(
                        new Operation.TakeClass(4),
                        deltas,
                        column(RegionTargets.CLASS).of(graph.scope("label"), outputs));
    }

    @Override
    public int cells() {
        return rpn.anchors().size();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public ImageTargets assign(Scene scene) {
        TargetRows.checkLabels(scene.objects(), config.numClasses());
        SplittableRandom random = new SplittableRandom(scene.draw());
        ImageTargets ofAnchors = rpn.assign(scene, random.split());
        SplittableRandom ofRegions = random.split();
        float[] numbers = new float[config.draws()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (ofRegions.nextInt() >>> 8) * 0x1.0p-24f;
        }
        return new ImageTargets(
                ofAnchors.rows(),
                Map.of(FasterRcnnHead.OBJECTS, objects(scene), FasterRcnnHead.DRAWS, numbers),
                ofAnchors.positives());
    }

    @Override
    public List<RoomNeed> needs(Scene scene) {
        return List.of(need(scene));
    }

    private RoomNeed need(Scene scene) {
        return new RoomNeed(
                "roi.max_objects",
                config.roi().maxObjects(),
                scene.objects().size() + scene.ignored().size(),
                "objects and ignored regions");
    }

    private float[] objects(Scene scene) {
        RoomNeed need = need(scene);
        if (!need.fits()) {
            throw new NoRoomException(need);
        }
        return ObjectTable.write(scene, config.roi().maxObjects());
    }

    @Override
    public Assignment assignment(Scene scene) {
        return rpn.assignment().of(scene);
    }

    @Override
    public List<ObjectFit> fits(Scene scene) {
        return rpn.assignment().fits(scene);
    }

    @Override
    public String withoutCells() {
        return "the first stage does not learn to propose them; the second learns them "
                + (config.roi().withObjects() ? "from their own boxes" : "where other proposals overlap them enough");
    }

    /** Proposed once more, for the output of proposals does not say at which level they were. */
    @Override
    public Optional<ProposedRegions> proposed(RawOutputs outputs) {
        Proposals.Proposed proposed = rpn.proposals(config.rpn().proposals().prediction())
                .of(
                        outputs.get(RpnGeometry.OBJECTNESS).toArray(),
                        outputs.get(RpnGeometry.DELTAS).toArray(),
                        rpn.anchors().boxes());
        List<Box> boxes = new ArrayList<>();
        for (int row = 0; row < proposed.count(); row++) {
            int at = row * Regions.PROPOSAL;
            float[] table = proposed.table();
            boxes.add(new Box(table[at], table[at + 1], table[at + 2], table[at + 3]));
        }
        PoolConfig pool = config.roi().pool();
        List<String> names = pyramid.names();
        List<List<String>> pooledFrom = pool.levelsOf(boxes, pyramid);
        List<ProposedRegions.Region> regions = new ArrayList<>();
        for (int row = 0; row < boxes.size(); row++) {
            regions.add(
                    new ProposedRegions.Region(boxes.get(row), names.get(proposed.levels()[row]), pooledFrom.get(row)));
        }
        return Optional.of(
                new ProposedRegions(names, pool.names(pyramid), pool.levels() == PoolConfig.Levels.ALL, regions));
    }

    @Override
    public Optional<DetectionTable> detectionTable() {
        return Optional.of(new DetectionTable(FasterRcnnHead.DETECTIONS, Optional.empty(), 0));
    }

    @Override
    public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
        return DetectionRows.of(outputs.get(FasterRcnnHead.DETECTIONS).toArray(), wanted, DetectionRows.Masks.NONE);
    }
}
