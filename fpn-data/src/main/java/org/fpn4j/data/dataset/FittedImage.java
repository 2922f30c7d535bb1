package org.fpn4j.data.dataset;

import java.util.Optional;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureSize;

/**
 * An image and the size that it has: that of its picture, where there is one.
 *
 * @param tagged the orientation that its EXIF data asks for
 * @param fit how picture and declared size go together
 */
record FittedImage(DeclaredImage declared, Orientation tagged, PictureFit fit) {
    static FittedImage of(DeclaredImage declared, PictureHeader header, OrientationRule rule) {
        PictureFit fit = PictureFit.of(header, declared.width(), declared.height(), rule);
        return new FittedImage(declared, header.orientation(), fit);
    }

    /** An image without a picture, as it is declared. */
    static FittedImage declared(DeclaredImage declared, PictureSize size) {
        PictureFit fit = new PictureFit(Orientation.UPRIGHT, size, PictureFit.Agreement.SAME);
        return new FittedImage(declared, Orientation.UPRIGHT, fit);
    }

    /** Said of every picture that asks to be turned: nothing in a set's numbers shows whether its boxes expect it. */
    Optional<DataProblem> orientationProblem() {
        if (tagged == Orientation.UPRIGHT) {
            return Optional.empty();
        }
        boolean applied = fit.orientation() == tagged;
        return Optional.of(DataProblem.of(
                applied ? ProblemKind.ORIENTATION_APPLIED : ProblemKind.ORIENTATION_IGNORED,
                declared.where(),
                "image[" + declared.file() + "] has EXIF orientation[" + tagged.tag() + "]"));
    }

    /** Whether no box reaches over the right or lower edge of a size by more than a pixel. */
    boolean boxesFit(PictureSize size) {
        return declared.boxes().stream().noneMatch(box -> box.reachesOver(size, 1));
    }

    /** The declared size; only where there is one. */
    PictureSize declaredSize() {
        return new PictureSize((int) declared.width(), (int) declared.height());
    }
}
