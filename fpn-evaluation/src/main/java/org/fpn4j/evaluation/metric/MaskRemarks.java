package org.fpn4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.evaluation.coco.CocoDetection;
import org.fpn4j.evaluation.coco.CocoGroundTruth;

/** What is odd about the masks of objects and detections. */
final class MaskRemarks {
    private MaskRemarks() {}

    /**
     * Sentences.
     *
     * @param truth with masks
     * @param read with masks
     * @param boxesAsMasks how many of them have the mask that their box encloses
     */
    static List<String> of(CocoGroundTruth truth, List<CocoDetection> read, long boxesAsMasks) {
        List<String> remarks = new ArrayList<>();
        long empty = truth.objects().stream()
                .filter(object -> object.counts() && object.mask().orElseThrow().area() == 0)
                .count();
        if (empty > 0) {
            remarks.add("[" + empty + "] of [" + truth.objects().size()
                    + "] objects have an empty mask, which counts and is never found");
        }
        if (boxesAsMasks > 0) {
            remarks.add("[" + boxesAsMasks + "] of [" + read.size()
                    + "] detections have no segmentation; what their boxes enclose counts as their masks");
        }
        long objects = truth.objects().stream()
                .filter(object -> isOfAnotherSize(truth, object.imageId(), object.mask()))
                .count();
        long detections = read.stream()
                .filter(detection -> isOfAnotherSize(truth, detection.imageId(), detection.mask()))
                .count();
        if (objects + detections > 0) {
            remarks.add(
                    "masks of [" + objects + "] objects and [" + detections
                            + "] detections have another size than their image; masks of different sizes have nothing in common");
        }
        return remarks;
    }

    private static boolean isOfAnotherSize(CocoGroundTruth truth, long image, Optional<RunLengthMask> mask) {
        Optional<PictureSize> size = truth.images().size(image);
        return size.isPresent()
                && (mask.orElseThrow().height() != size.get().height()
                        || mask.orElseThrow().width() != size.get().width());
    }
}
