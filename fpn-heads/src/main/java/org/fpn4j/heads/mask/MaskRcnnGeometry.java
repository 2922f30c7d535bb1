package org.fpn4j.heads.mask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.decoding.RawOutputs;
import org.fpn4j.core.decoding.Wanted;
import org.fpn4j.core.detection.BoxMask;
import org.fpn4j.core.detection.Detection;
import org.fpn4j.core.detection.GroundTruth;
import org.fpn4j.core.detection.Scene;
import org.fpn4j.core.graph.Operation;
import org.fpn4j.core.graph.Shape;
import org.fpn4j.core.graph.TensorView;
import org.fpn4j.core.head.Assignment;
import org.fpn4j.core.head.HeadGeometry;
import org.fpn4j.core.head.ImageTargets;
import org.fpn4j.core.head.Loss;
import org.fpn4j.core.head.Losses;
import org.fpn4j.core.head.MadeLoss;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.core.head.ProposedRegions;
import org.fpn4j.core.head.RoomNeed;
import org.fpn4j.core.region.DetectionRows;
import org.fpn4j.heads.roi.FasterRcnnGeometry;
import org.fpn4j.heads.roi.FasterRcnnHead;

/** The head of Mask R-CNN at one input size: that of Faster R-CNN, and masks. */
final class MaskRcnnGeometry implements HeadGeometry {
    private final MaskRcnnConfig config;
    private final FasterRcnnGeometry boxes;
    private final Losses losses;

    MaskRcnnGeometry(MaskRcnnConfig config, FasterRcnnGeometry boxes) {
        this.config = config;
        this.boxes = boxes;
        List<MadeLoss> made = new ArrayList<>(boxes.losses().made());
        made.add(new MadeLoss(
                "mask",
                new Operation.BinaryCrossEntropy(),
                Loss.Prediction.output(MaskRcnnHead.LOGITS),
                Loss.Prediction.output(MaskRcnnHead.TARGETS),
                Loss.Prediction.output(MaskRcnnHead.WEIGHTS),
                config.mask().weight()));
        Map<String, Shape> givens = new LinkedHashMap<>(boxes.losses().givens());
        givens.put(MaskRcnnHead.RUNS, Shape.of(config.mask().maxRuns()));
        this.losses =
                new Losses(boxes.losses().all(), made, givens, boxes.losses().normalizer());
    }

    @Override
    public int cells() {
        return boxes.cells();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public ImageTargets assign(Scene scene) {
        GroundTruth objects = scene.objects();
        if (objects.masks().size() != objects.size()) {
            throw new UserInputException(
                    "head.type",
                    "[mask_rcnn] learns from masks, and an object has none",
                    "[faster_rcnn] needs boxes alone");
        }
        ImageTargets ofBoxes = boxes.assign(scene);
        Map<String, float[]> givens = new LinkedHashMap<>(ofBoxes.givens());
        givens.put(
                MaskRcnnHead.RUNS, MaskRuns.write(objects.masks(), config.mask().maxRuns()));
        return new ImageTargets(ofBoxes.rows(), givens, ofBoxes.positives());
    }

    @Override
    public List<RoomNeed> needs(Scene scene) {
        List<RoomNeed> needs = new ArrayList<>(boxes.needs(scene));
        needs.add(MaskRuns.need(scene.objects().masks(), config.mask().maxRuns()));
        return needs;
    }

    @Override
    public String withoutCells() {
        return boxes.withoutCells();
    }

    @Override
    public Assignment assignment(Scene scene) {
        return boxes.assignment(scene);
    }

    @Override
    public List<ObjectFit> fits(Scene scene) {
        return boxes.fits(scene);
    }

    @Override
    public Optional<ProposedRegions> proposed(RawOutputs outputs) {
        return boxes.proposed(outputs);
    }

    @Override
    public Optional<DetectionTable> detectionTable() {
        return boxes.detectionTable()
                .map(table -> new DetectionTable(
                        table.table(),
                        Optional.of(MaskRcnnHead.MASKS),
                        config.mask().size()));
    }

    @Override
    public List<Detection> decode(RawOutputs outputs, Wanted wanted) {
        int size = config.mask().size();
        TensorView masks = outputs.get(MaskRcnnHead.MASKS);
        return DetectionRows.of(
                outputs.get(FasterRcnnHead.DETECTIONS).toArray(),
                wanted,
                (row, box) -> Optional.of(new BoxMask(
                        box,
                        size,
                        masks.part((long) row * size * size, (long) size * size).toArray())));
    }
}
