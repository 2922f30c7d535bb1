package org.fpn4j.experiments.levels;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;
import org.fpn4j.core.detection.Box;
import org.fpn4j.core.head.ObjectFit;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.PixelSpacing;

/**
 * One object of a data set and where it lands.
 *
 * @param box in pixels of the network's input
 * @param fit what the head says of it
 * @param spacing of the picture's pixels, where the annotations know it
 */
record PlacedObject(ImageEntry image, Annotation annotation, Box box, ObjectFit fit, Optional<PixelSpacing> spacing) {
    PlacedObject {
        requireNonNull(image, "image is null");
        requireNonNull(annotation, "annotation is null");
        requireNonNull(box, "box is null");
        requireNonNull(fit, "fit is null");
        requireNonNull(spacing, "spacing is null");
    }

    int label() {
        return annotation.categoryIndex();
    }

    /** Root of the area, in pixels of the input. */
    double side() {
        return Math.sqrt((double) box.width() * box.height());
    }

    /** Root of the area in what the picture shows; empty where nobody says how large its pixels are. */
    OptionalDouble millimetres() {
        Box original = annotation.box();
        double pixels = (double) original.width() * original.height();
        return spacing.map(pixel -> OptionalDouble.of(Math.sqrt(pixels * pixel.x() * pixel.y())))
                .orElse(OptionalDouble.empty());
    }
}
