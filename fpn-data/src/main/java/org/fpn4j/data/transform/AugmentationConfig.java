package org.fpn4j.data.transform;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.fpn4j.config.problem.Count;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * How pictures vary from epoch to epoch.
 *
 * <p>A mirrored picture is another picture where sides matter: in a chest radiograph the left lung becomes a right one, and
 * a heart stands on the wrong side. On radiographs whose classes are left and right lung, mirroring half of them took AP from
 * 0.635 to 0.405. So nothing is mirrored unless somebody asks for it.
 *
 * @param horizontalFlip probability of mirroring left and right; leave it at 0 where sides matter, or name the classes that
 *     change with them in {@code swap_classes}
 * @param scaleMin smallest zoom; below 1 the picture is placed at random on a mean-coloured ground
 * @param scaleMax largest zoom; above 1 a random part of the picture is cut out
 * @param brightness values are multiplied by a factor in [1 - brightness, 1 + brightness]
 * @param contrast distances from the mean are multiplied by a factor in [1 - contrast, 1 + contrast]
 * @param minVisible objects of which less than this fraction of their area remains are dropped
 * @param mosaic probability that a sample is made of four pictures around a point, its own and three others of the training set
 * @param mixUp probability that another picture of the training set shines through a sample, with its objects
 * @param swapClasses classes that are each other's mirror image, {@code {left lung: right lung}}: in a mirrored picture an
 *     object of either has the other
 * @param transforms what else is done with a picture, one after the other
 */
public record AugmentationConfig(
        @Range(min = 0, max = 1) double horizontalFlip,
        @Range(min = 0.1, max = 10) double scaleMin,
        @Range(min = 0.1, max = 10) double scaleMax,
        @Range(min = 0, max = 1) double brightness,
        @Range(min = 0, max = 1) double contrast,
        @Range(min = 0, max = 1) double minVisible,
        @Range(min = 0, max = 1) double mosaic,
        @Range(min = 0, max = 1) double mixUp,
        @Count(max = 10_000) Map<String, String> swapClasses,
        @Count(max = 100) List<Transform> transforms) {
    /** Pictures as they are. */
    public static final AugmentationConfig NONE = new AugmentationConfig(0, 1, 1, 0, 0, 0);

    public AugmentationConfig {
        swapClasses = Collections.unmodifiableMap(new LinkedHashMap<>(swapClasses));
        transforms = List.copyOf(transforms);
        String repeated = repeated(swapClasses);
        FieldChecks.of(AugmentationConfig.class)
                .bounds("horizontalFlip", horizontalFlip)
                .bounds("scaleMin", scaleMin)
                .bounds("scaleMax", scaleMax)
                .require(scaleMin <= scaleMax, "scaleMin", scaleMin, "must be <= scale_max[" + scaleMax + "]")
                .bounds("brightness", brightness)
                .bounds("contrast", contrast)
                .bounds("minVisible", minVisible)
                .bounds("mosaic", mosaic)
                .bounds("mixUp", mixUp)
                .bounds("swapClasses", swapClasses)
                .bounds("transforms", transforms)
                .require(
                        repeated.isEmpty(),
                        "swapClasses",
                        repeated,
                        "must stand in one pair with one other class; a pair holds in both directions")
                .done();
    }

    /** Mild: a quarter larger or a fifth smaller, light changed by a tenth. */
    public AugmentationConfig() {
        this(0, 0.8, 1.25, 0.1, 0.1, 0.3);
    }

    /** Without further transforms. */
    public AugmentationConfig(
            double horizontalFlip,
            double scaleMin,
            double scaleMax,
            double brightness,
            double contrast,
            double minVisible,
            double mosaic,
            double mixUp,
            Map<String, String> swapClasses) {
        this(
                horizontalFlip,
                scaleMin,
                scaleMax,
                brightness,
                contrast,
                minVisible,
                mosaic,
                mixUp,
                swapClasses,
                List.of());
    }

    /** Every picture for itself. */
    public AugmentationConfig(
            double horizontalFlip,
            double scaleMin,
            double scaleMax,
            double brightness,
            double contrast,
            double minVisible,
            Map<String, String> swapClasses) {
        this(horizontalFlip, scaleMin, scaleMax, brightness, contrast, minVisible, 0, 0, swapClasses);
    }

    /** Every class is its own mirror image. */
    public AugmentationConfig(
            double horizontalFlip,
            double scaleMin,
            double scaleMax,
            double brightness,
            double contrast,
            double minVisible) {
        this(horizontalFlip, scaleMin, scaleMax, brightness, contrast, minVisible, Map.of());
    }

    /** The same with other transforms. */
    public AugmentationConfig withTransforms(List<Transform> others) {
        return new AugmentationConfig(
                horizontalFlip,
                scaleMin,
                scaleMax,
                brightness,
                contrast,
                minVisible,
                mosaic,
                mixUp,
                swapClasses,
                others);
    }

    /** Number of pictures that a sample can show. */
    public int mostPictures() {
        return (mosaic > 0 ? 4 : 1) + (mixUp > 0 ? 1 : 0);
    }

    /** The first name that occurs twice, empty if there is none. */
    private static String repeated(Map<String, String> pairs) {
        Set<String> seen = new LinkedHashSet<>();
        return pairs.entrySet().stream()
                .flatMap(pair -> Stream.of(pair.getKey(), pair.getValue()))
                .filter(name -> !seen.add(name))
                .findFirst()
                .orElse("");
    }
}
