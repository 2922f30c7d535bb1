package org.fpn4j.data.dataset;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.fpn4j.data.image.PictureSize;

/**
 * Guesses at boxes that were not written as x, y, width, height in pixels. Such a set trains and scores without a fault,
 * so all that can be done is to say what its numbers look like.
 */
final class BoxConventions {
    private static final double CORNERS_SHARE = 0.25; // of boxes over an edge, where all could be corners

    private BoxConventions() {}

    private record Placed(DeclaredBox box, PictureSize size) {}

    static Optional<DataProblem> remark(String source, List<FittedImage> images) {
        List<Placed> boxes = images.stream()
                .filter(image -> image.fit().agreement() != PictureFit.Agreement.SCALED
                        && image.fit().agreement() != PictureFit.Agreement.DIFFERENT) // told already
                .flatMap(image -> image.declared().boxes().stream()
                        .map(box -> new Placed(box, image.fit().size())))
                .toList();
        long tiny = count(boxes, placed -> isBelowAPixel(placed.box()));
        long over = count(boxes, placed -> placed.box().reachesOver(placed.size(), 1));
        boolean corners = count(boxes, BoxConventions::mayBeCorners) == boxes.size();
        if (2 * tiny > boxes.size()) {
            return told(source, tiny, boxes, "are smaller than a pixel, as if they were shares of the picture");
        }
        if (corners && over >= CORNERS_SHARE * boxes.size() && over > 0) {
            return told(source, over, boxes, "reach over the edge, as if they were x1, y1, x2, y2");
        }
        if (2 * over > boxes.size()) {
            return told(source, over, boxes, "reach over the edge, as if they were not x, y, width, height in pixels");
        }
        return Optional.empty();
    }

    private static boolean isBelowAPixel(DeclaredBox box) {
        return box.width() > 0 && box.width() <= 1 && box.height() > 0 && box.height() <= 1;
    }

    private static boolean mayBeCorners(Placed placed) {
        DeclaredBox box = placed.box();
        return box.width() > box.x()
                && box.height() > box.y()
                && box.width() <= placed.size().width() + 1
                && box.height() <= placed.size().height() + 1;
    }

    private static long count(List<Placed> boxes, Predicate<Placed> which) {
        return boxes.stream().filter(which).count();
    }

    private static Optional<DataProblem> told(String source, long count, List<Placed> boxes, String what) {
        return Optional.of(DataProblem.of(
                ProblemKind.BOX_CONVENTION, source, "[" + count + "] of [" + boxes.size() + "] boxes " + what));
    }
}
