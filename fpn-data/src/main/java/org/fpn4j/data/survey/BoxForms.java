package org.fpn4j.data.survey;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fpn4j.data.survey.DeclaredObjects.Placed;
import org.fpn4j.data.survey.Suspicion.Kind;

/**
 * Whether the numbers of a split's boxes were meant in another form or unit. The first that fits is told, because each of them
 * makes others look true:
 *
 * <ul>
 *   <li>shares of the picture read as pixels: 95 % of the boxes end within two pixels of the picture's corner, in pictures of 16
 *       pixels or more;
 *   <li>sizes read as corners: 10 % of the boxes, and three, have a negative side, and 99 % lie in their pictures if their ends
 *       are taken for sizes;
 *   <li>exchanged axes, in pictures that are not square: three boxes, and 5 %, leave the picture by more than a 20th of its side,
 *       and 99 % lie in it with x and y exchanged;
 *   <li>corners read as sizes: three boxes, and 25 %, leave the picture, and 99 % lie in it if their sizes are taken for ends;
 *   <li>pictures that were larger when boxes were drawn: three boxes, and 20 %, leave the picture by more than a 20th of its side;
 *   <li>pictures that were smaller: of 20 boxes in 10 pictures or more, all lie in the upper left quarter.
 * </ul>
 */
final class BoxForms {
    private static final double NEARLY_ALL = 0.99;
    private static final double FAR_BEYOND = 0.05; // of a side: more than careless drawing
    private static final double ROUNDING = 1; // pixel
    private static final int SEVERAL = 3;

    private final DeclaredObjects all;

    private BoxForms(DeclaredObjects all) {
        this.all = all;
    }

    static Optional<Suspicion> suspicion(DeclaredObjects all) {
        if (all.boxes().isEmpty()) {
            return Optional.empty();
        }
        BoxForms forms = new BoxForms(all);
        return Stream.<Function<BoxForms, Optional<Suspicion>>>of(
                        BoxForms::shares,
                        BoxForms::sizes,
                        BoxForms::exchanged,
                        BoxForms::corners,
                        BoxForms::larger,
                        BoxForms::smaller)
                .flatMap(form -> form.apply(forms).stream())
                .findFirst();
    }

    private Optional<Suspicion> shares() {
        List<Placed> tiny = all.those(box -> box.entry().x() >= -ROUNDING
                && box.entry().y() >= -ROUNDING
                && box.right() <= 2
                && box.bottom() <= 2
                && Math.min(box.image().width(), box.image().height()) >= 16);
        return told(
                isMost(tiny, 0.95, 1),
                Kind.SHARES_FOR_PIXELS,
                tiny,
                "lie within two pixels of the picture's corner",
                "Boxes may be shares of the picture, 0 to 1, that are read as pixels");
    }

    private Optional<Suspicion> sizes() {
        List<Placed> negative =
                all.those(box -> box.entry().width() < 0 || box.entry().height() < 0);
        Predicate<Placed> fits =
                box -> box.entry().x() + box.right() <= box.image().width() + ROUNDING
                        && box.entry().y() + box.bottom() <= box.image().height() + ROUNDING;
        return told(
                isMost(negative, 0.1, SEVERAL) && isMost(all.those(fits), NEARLY_ALL, SEVERAL),
                Kind.SIZES_FOR_CORNERS,
                negative,
                "have a negative side",
                "Boxes may be x, y, width, height that are read as x1, y1, x2, y2");
    }

    private Optional<Suspicion> exchanged() {
        List<Placed> decisive =
                all.those(box -> box.image().width() != box.image().height());
        List<Placed> far = decisive.stream().filter(BoxForms::isFarBeyond).toList();
        long fitting = decisive.stream()
                .filter(box -> box.bottom() <= box.image().width() + ROUNDING
                        && box.right() <= box.image().height() + ROUNDING)
                .count();
        return told(
                far.size() >= SEVERAL
                        && far.size() >= 0.05 * decisive.size()
                        && fitting >= NEARLY_ALL * decisive.size(),
                Kind.EXCHANGED_AXES,
                far,
                "leave their picture, and all lie in it with x and y exchanged",
                "Boxes may be y, x, height, width, or pictures were turned after they were drawn");
    }

    private Optional<Suspicion> corners() {
        List<Placed> over = all.those(box -> box.right() > box.image().width() + ROUNDING
                || box.bottom() > box.image().height() + ROUNDING);
        Predicate<Placed> fits = box -> box.entry().width() > box.entry().x()
                && box.entry().height() > box.entry().y()
                && box.entry().width() <= box.image().width() + ROUNDING
                && box.entry().height() <= box.image().height() + ROUNDING;
        return told(
                isMost(over, 0.25, SEVERAL) && isMost(all.those(fits), NEARLY_ALL, SEVERAL),
                Kind.CORNERS_FOR_SIZES,
                over,
                "leave their picture to the right or below, and all lie in it if their sizes are taken for ends",
                "Boxes may be x1, y1, x2, y2 that are read as x, y, width, height");
    }

    private Optional<Suspicion> larger() {
        List<Placed> far = all.those(BoxForms::isFarBeyond);
        double factor = 1 + far.stream().mapToDouble(Placed::beyond).max().orElse(0);
        return told(
                isMost(far, 0.2, SEVERAL),
                Kind.LARGER_PICTURES,
                far,
                String.format(
                        Locale.ROOT,
                        "leave their picture to the right or below, the farthest at %.1f times its side",
                        factor),
                "Boxes may be drawn on pictures of another size");
    }

    private Optional<Suspicion> smaller() {
        double across = all.boxes().stream()
                .mapToDouble(box -> box.right() / box.image().width())
                .max()
                .orElse(1);
        double down = all.boxes().stream()
                .mapToDouble(box -> box.bottom() / box.image().height())
                .max()
                .orElse(1);
        long images =
                all.boxes().stream().map(box -> box.image().id()).distinct().count();
        return told(
                across <= 0.5 && down <= 0.5 && all.boxes().size() >= 20 && images >= 10,
                Kind.SMALLER_PICTURES,
                all.boxes(),
                String.format(
                        Locale.ROOT,
                        "lie in the upper left %.0f %% by %.0f %% of their pictures",
                        100 * across,
                        100 * down),
                "Boxes may be drawn on smaller pictures, or be of another unit");
    }

    private static boolean isFarBeyond(Placed box) {
        return box.beyond() > FAR_BEYOND;
    }

    private boolean isMost(List<Placed> some, double share, int least) {
        return some.size() >= least && some.size() >= share * all.boxes().size();
    }

    private Optional<Suspicion> told(boolean holds, Kind kind, List<Placed> some, String what, String hint) {
        String sentence = some.size() + " of " + all.boxes().size() + " boxes " + what;
        return holds ? Optional.of(all.suspicion(kind, some, sentence, hint)) : Optional.empty();
    }
}
