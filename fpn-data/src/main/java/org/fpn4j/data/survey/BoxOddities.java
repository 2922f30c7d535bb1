package org.fpn4j.data.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.fpn4j.core.detection.Box;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.survey.DeclaredObjects.Placed;
import org.fpn4j.data.survey.Suspicion.Kind;

/**
 * Boxes that are no mistake of form, and still odd:
 *
 * <ul>
 *   <li>of a class with five objects or more, all cover 98 % of their image;
 *   <li>of a class with 20 objects or more, all have the same width and height within half a pixel, as the annotations have them;
 *   <li>one box is there twice in an image with different classes, corner for corner;
 *   <li>objects are less than one pixel wide or high on the network's input.
 * </ul>
 */
final class BoxOddities {
    private static final double WHOLE = 0.98;
    private static final int SEVERAL = 5;
    private static final int MANY = 20;
    private static final double SAME_SIDE = 0.5; // pixel

    private final SplitSurvey split;
    private final List<String> names;

    private BoxOddities(SplitSurvey split) {
        this.split = split;
        this.names = split.dataset().classNames();
    }

    static List<Suspicion> suspicions(DeclaredObjects declared) {
        BoxOddities oddities = new BoxOddities(declared.split());
        List<Suspicion> found = new ArrayList<>();
        for (int label = 0; label < oddities.names.size(); label++) {
            int ofClass = label;
            List<Placed> boxes = declared.those(box -> box.entry().categoryIndex() == ofClass);
            String name = oddities.names.get(label);
            wholeImages(declared, name, boxes)
                    .or(() -> oneSize(declared, name, boxes))
                    .ifPresent(found::add);
        }
        oddities.twoClasses().ifPresent(found::add);
        oddities.belowAPixel().ifPresent(found::add);
        return found;
    }

    private static Optional<Suspicion> wholeImages(DeclaredObjects declared, String name, List<Placed> boxes) {
        boolean holds = boxes.size() >= SEVERAL
                && boxes.stream()
                        .allMatch(box -> box.entry().width() * box.entry().height()
                                >= WHOLE * box.image().width() * box.image().height());
        return holds
                ? Optional.of(declared.suspicion(
                        Kind.WHOLE_IMAGES,
                        boxes,
                        "All " + boxes.size() + " objects of class " + name + " cover their whole image",
                        "They may be labels of images, not boxes"))
                : Optional.empty();
    }

    private static Optional<Suspicion> oneSize(DeclaredObjects declared, String name, List<Placed> boxes) {
        boolean holds = boxes.size() >= MANY
                && range(boxes, box -> box.entry().width()) <= SAME_SIDE
                && range(boxes, box -> box.entry().height()) <= SAME_SIDE;
        return holds
                ? Optional.of(declared.suspicion(
                        Kind.ONE_SIZE,
                        boxes,
                        "All " + boxes.size() + " objects of class " + name + " have one size",
                        "Boxes may be drawn around points, and say nothing of sizes"))
                : Optional.empty();
    }

    private static double range(List<Placed> boxes, ToDoubleFunction<Placed> side) {
        return boxes.stream().mapToDouble(side).max().orElse(0)
                - boxes.stream().mapToDouble(side).min().orElse(0);
    }

    private Optional<Suspicion> twoClasses() {
        List<Evidence> pairs = new ArrayList<>();
        Map<ImageEntry, Map<Box, List<SurveyedObject>>> byBox = new LinkedHashMap<>();
        split.objects().forEach(object -> byBox.computeIfAbsent(object.image(), image -> new LinkedHashMap<>())
                .computeIfAbsent(object.annotation().box(), box -> new ArrayList<>())
                .add(object));
        byBox.values().stream().flatMap(boxes -> boxes.values().stream()).forEach(same -> {
            List<String> classes = same.stream()
                    .map(object -> names.get(object.label()))
                    .distinct()
                    .toList();
            if (classes.size() > 1) {
                pairs.add(Evidence.of(same.get(0), String.join(" and ", classes)));
            }
        });
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(
                        Kind.TWO_CLASSES,
                        split.name(),
                        (pairs.size() == 1 ? "One box is there" : pairs.size() + " boxes are there")
                                + " twice or more with different classes",
                        "Labels may contradict each other; a detector that learns them finds both",
                        pairs.size(),
                        pairs));
    }

    private Optional<Suspicion> belowAPixel() {
        List<SurveyedObject> tiny = split.objects().stream()
                .filter(object -> object.shorterSideOnInput() < 1)
                .toList();
        return tiny.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(
                        Kind.BELOW_A_PIXEL,
                        split.name(),
                        tiny.size() + " of " + split.objects().size()
                                + " objects are less than a pixel wide or high on the network's input",
                        "Nothing of them is left to see; a larger input would show them",
                        tiny.size(),
                        tiny.stream()
                                .limit(Suspicion.MOST_EXAMPLES)
                                .map(object -> Evidence.of(object, names.get(object.label())))
                                .toList()));
    }
}
