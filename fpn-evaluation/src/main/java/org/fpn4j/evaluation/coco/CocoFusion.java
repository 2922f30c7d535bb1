package org.fpn4j.evaluation.coco;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.core.merging.FusedBox;
import org.fpn4j.core.merging.ScoredBox;
import org.fpn4j.core.merging.WeightedBoxesFusion;

/**
 * Detections of several detectors as those of one, image by image. Masks are not fused: what comes of it has boxes alone.
 *
 * @param boxes how boxes are fused
 */
public record CocoFusion(WeightedBoxesFusion boxes) {
    public CocoFusion {
        requireNonNull(boxes, "boxes is null");
    }

    /**
     * The fused detections, images in the order in which they are met first, best first within each.
     *
     * @param detectors what each found on the same images; one that found nothing in an image has looked at it
     * @param weights of each detector
     */
    public List<CocoDetection> fuse(List<List<CocoDetection>> detectors, List<Double> weights) {
        List<Long> categories = detectors.stream()
                .flatMap(List::stream)
                .map(CocoDetection::categoryId)
                .distinct()
                .sorted()
                .toList();
        Map<Long, List<List<ScoredBox>>> images = new LinkedHashMap<>();
        for (int detector = 0; detector < detectors.size(); detector++) {
            for (CocoDetection detection : detectors.get(detector)) {
                images.computeIfAbsent(detection.imageId(), id -> noBoxes(detectors.size()))
                        .get(detector)
                        .add(box(detection, categories.indexOf(detection.categoryId())));
            }
        }
        List<CocoDetection> fused = new ArrayList<>();
        images.forEach((image, found) -> {
            for (FusedBox one : boxes.fuse(found, weights)) {
                fused.add(detection(image, categories.get(one.box().label()), one.box()));
            }
        });
        return fused;
    }

    private static List<List<ScoredBox>> noBoxes(int detectors) {
        List<List<ScoredBox>> boxes = new ArrayList<>();
        for (int i = 0; i < detectors; i++) {
            boxes.add(new ArrayList<>());
        }
        return boxes;
    }

    private static ScoredBox box(CocoDetection detection, int label) {
        return new ScoredBox(
                label,
                detection.score(),
                detection.x(),
                detection.y(),
                detection.x() + detection.width(),
                detection.y() + detection.height());
    }

    private static CocoDetection detection(long image, long category, ScoredBox box) {
        return new CocoDetection(
                image, category, box.x1(), box.y1(), box.x2() - box.x1(), box.y2() - box.y1(), box.score());
    }
}
