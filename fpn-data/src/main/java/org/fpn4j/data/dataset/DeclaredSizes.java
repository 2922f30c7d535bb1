package org.fpn4j.data.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of images whose declared size is not that of their picture.
 *
 * <p>A picture that was resized after annotation has boxes that are all wrong, though they may all lie inside it.
 * Exchanged numbers alone leave boxes right, but so do not pictures that were turned after annotation: there the boxes
 * themselves decide, those of other such images where an image's own do not.
 */
final class DeclaredSizes {
    /**
     * What becomes of one image.
     *
     * @param factorX of its boxes; 1 leaves them as they are
     */
    record Verdict(boolean usable, double factorX, double factorY, Optional<DataProblem> problem) {}

    private final ResizedPictures resized;
    private boolean someExchangedAreRight;
    private boolean someExchangedAreWrong;

    DeclaredSizes(ResizedPictures resized) {
        this.resized = resized;
    }

    /** Looks at all images before a verdict on one of them. */
    void consider(List<FittedImage> images) {
        for (FittedImage image : images) {
            if (image.fit().agreement() == PictureFit.Agreement.EXCHANGED) {
                boolean fitTrue = image.boxesFit(image.fit().size());
                boolean fitDeclared = image.boxesFit(image.declaredSize());
                someExchangedAreRight |= fitTrue && !fitDeclared;
                someExchangedAreWrong |= fitDeclared && !fitTrue;
            }
        }
    }

    Verdict verdict(FittedImage image) {
        return switch (image.fit().agreement()) {
            case SAME -> new Verdict(true, 1, 1, Optional.empty());
            case WITHIN_A_PIXEL -> kept(image, ProblemKind.IMAGE_SIZE);
            case EXCHANGED -> isRight(image) ? kept(image, ProblemKind.IMAGE_SIDES_EXCHANGED) : refused(image);
            case SCALED -> resized == ResizedPictures.SCALES_BOXES && image.boxesFit(image.declaredSize())
                    ? scaled(image)
                    : refused(image);
            case DIFFERENT -> refused(image);
        };
    }

    private boolean isRight(FittedImage image) {
        boolean fitTrue = image.boxesFit(image.fit().size());
        boolean undecided = fitTrue && image.boxesFit(image.declaredSize());
        return undecided ? someExchangedAreRight || !someExchangedAreWrong : fitTrue;
    }

    private static Verdict kept(FittedImage image, ProblemKind kind) {
        return new Verdict(
                true, 1, 1, Optional.of(DataProblem.of(kind, image.declared().where(), differs(image))));
    }

    private static Verdict refused(FittedImage image) {
        return new Verdict(
                false,
                1,
                1,
                Optional.of(DataProblem.of(
                        ProblemKind.SIZE_CONTRADICTION, image.declared().where(), differs(image))));
    }

    private static Verdict scaled(FittedImage image) {
        double factorX = image.fit().size().width() / (double) image.declared().width();
        double factorY = image.fit().size().height() / (double) image.declared().height();
        String factor = String.format(Locale.ROOT, "%.4g", factorX);
        return new Verdict(
                true,
                factorX,
                factorY,
                Optional.of(DataProblem.of(
                        ProblemKind.BOXES_SCALED,
                        image.declared().where(),
                        differs(image) + ", factor[" + factor + "]")));
    }

    private static String differs(FittedImage image) {
        return "image[" + image.declared().file() + "] has size[" + image.fit().size() + "], declared is size["
                + image.declared().width() + "x" + image.declared().height() + "]";
    }
}
