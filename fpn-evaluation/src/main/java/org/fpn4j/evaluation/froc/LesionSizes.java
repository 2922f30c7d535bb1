package org.fpn4j.evaluation.froc;

import java.util.Map;
import java.util.Optional;
import org.fpn4j.data.image.PixelSpacing;
import org.fpn4j.evaluation.coco.CocoGroundTruth;
import org.fpn4j.evaluation.coco.CocoObject;

/**
 * The longest sides of lesions: in millimetres where the pixels of all images with objects are measured, else in pixels.
 *
 * @param spacings by image; empty where sides are in pixels
 */
record LesionSizes(Optional<Map<Long, PixelSpacing>> spacings) {
    static LesionSizes of(CocoGroundTruth truth) {
        boolean areMeasured = !truth.spacings().isEmpty() && unmeasured(truth) == 0;
        return new LesionSizes(areMeasured ? Optional.of(truth.spacings()) : Optional.empty());
    }

    /** How many images with lesions nobody measured. */
    static long unmeasured(CocoGroundTruth truth) {
        return truth.objects().stream()
                .filter(CocoObject::counts)
                .map(CocoObject::imageId)
                .distinct()
                .filter(image -> !truth.spacings().containsKey(image))
                .count();
    }

    String unit() {
        return spacings.isPresent() ? "mm" : "pixels";
    }

    SizeBins bins(FrocConvention convention) {
        return spacings.isPresent() ? convention.millimetres() : convention.pixels();
    }

    double of(CocoObject lesion) {
        return spacings.map(measured -> measured.get(lesion.imageId()).longestSide(lesion.width(), lesion.height()))
                .orElseGet(() -> Math.max(lesion.width(), lesion.height()));
    }
}
