package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.Annotation;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.image.PixelSpacing;

/**
 * An object that is to be found, in the three units in which it is large or small.
 *
 * @param annotation its box in pixels of the picture
 * @param spacing of the picture's pixels, where somebody knows it
 * @param onInput its box in pixels of the network's input, without augmentation; empty where nothing of it is left there
 */
public record SurveyedObject(
        ImageEntry image, Annotation annotation, Optional<PixelSpacing> spacing, Optional<Box> onInput) {
    public SurveyedObject {
        requireNonNull(image, "image is null");
        requireNonNull(annotation, "annotation is null");
        requireNonNull(spacing, "spacing is null");
        requireNonNull(onInput, "onInput is null");
    }

    /** Index of its class. */
    public int label() {
        return annotation.categoryIndex();
    }

    /** Root of the area by which scoring sorts sizes, in pixels of the picture. */
    public double rootOfArea() {
        return Math.sqrt(annotation.area());
    }

    /** The longer side of the box, in pixels of the picture. */
    public double longestSide() {
        return Math.max(annotation.box().width(), annotation.box().height());
    }

    /** The longer side in millimetres; empty where nobody says how large a pixel is. */
    public OptionalDouble millimetres() {
        Box box = annotation.box();
        return spacing.map(pixel -> OptionalDouble.of(pixel.longestSide(box.width(), box.height())))
                .orElse(OptionalDouble.empty());
    }

    /** Root of the area of the box on the input, 0 where nothing is left of it. */
    public double sideOnInput() {
        return onInput.map(box -> Math.sqrt((double) box.width() * box.height()))
                .orElse(0.0);
    }

    /** The shorter side of the box on the input, 0 where nothing is left of it. */
    public double shorterSideOnInput() {
        return onInput.map(box -> (double) Math.min(box.width(), box.height())).orElse(0.0);
    }

    /** Width over height in the picture. */
    public double aspect() {
        return (double) annotation.box().width() / annotation.box().height();
    }
}
