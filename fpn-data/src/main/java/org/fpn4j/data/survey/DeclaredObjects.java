package org.fpn4j.data.survey;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Reference;

/**
 * Boxes of a split as its annotations have them, neither clipped nor dropped, in pictures whose size is known.
 *
 * @param split they are of
 */
record DeclaredObjects(SplitSurvey split, List<Placed> boxes) {
    DeclaredObjects {
        requireNonNull(split, "split is null");
        boxes = List.copyOf(boxes);
    }

    /**
     * A box and the picture that it is in.
     *
     * @param entry edges in pixels of the picture, which may be any
     */
    record Placed(ImageEntry image, Reference.Entry entry) {
        double right() {
            return entry.x() + entry.width();
        }

        double bottom() {
            return entry.y() + entry.height();
        }

        /** By how much it leaves the picture to the right or below, in sides of the picture; 0 where it does not. */
        double beyond() {
            return Math.max(0, Math.max(right() / image.width(), bottom() / image.height()) - 1);
        }
    }

    /** Crowds are regions that somebody drew generously; they show nothing. */
    static DeclaredObjects of(SplitSurvey split) {
        Map<Long, ImageEntry> images = new HashMap<>();
        split.dataset().images().forEach(image -> images.put(image.id(), image));
        List<Placed> boxes = new ArrayList<>();
        for (Reference.Image image : split.dataset().reference().images()) {
            if (images.containsKey(image.id())) {
                image.entries().stream()
                        .filter(entry -> entry.kind() != ObjectKind.CROWD)
                        .forEach(entry -> boxes.add(new Placed(images.get(image.id()), entry)));
            }
        }
        return new DeclaredObjects(split, boxes);
    }

    List<Placed> those(Predicate<Placed> which) {
        return boxes.stream().filter(which).toList();
    }

    /** What is told of some of them. */
    Suspicion suspicion(Suspicion.Kind kind, List<Placed> some, String what, String hint) {
        return new Suspicion(
                kind,
                split.name(),
                what,
                hint,
                some.size(),
                some.stream().limit(Suspicion.MOST_EXAMPLES).map(this::evidence).toList());
    }

    private Evidence evidence(Placed box) {
        Reference.Entry entry = box.entry();
        return new Evidence(
                box.image().fileName(),
                split.dataset().classNames().get(entry.categoryIndex()),
                entry.x(),
                entry.y(),
                entry.width(),
                entry.height());
    }
}
