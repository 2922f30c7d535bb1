package org.fpn4j.data.dataset;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.image.PixelSpacing;

/**
 * An image and the size that it has: that of its picture, where there is one.
 *
 * @param tagged the orientation that its EXIF data asks for
 * @param fit how picture and declared size go together
 * @param spacing of the picture's pixels, where its file knows it
 * @param notes what its file lacks, or what is not taken as it says
 */
record FittedImage(
        DeclaredImage declared,
        Orientation tagged,
        PictureFit fit,
        Optional<PixelSpacing> spacing,
        List<String> notes) {
    private static final double MOST_APART = 0.01; // of the larger one: more than rounding in a file

    static FittedImage of(DeclaredImage declared, PictureHeader header, OrientationRule rule) {
        PictureFit fit = PictureFit.of(header, declared.width(), declared.height(), rule);
        return new FittedImage(declared, header.orientation(), fit, header.spacing(), header.notes());
    }

    /** An image without a picture, as it is declared. */
    static FittedImage declared(DeclaredImage declared, PictureSize size) {
        PictureFit fit = new PictureFit(Orientation.UPRIGHT, size, PictureFit.Agreement.SAME);
        return new FittedImage(declared, Orientation.UPRIGHT, fit, Optional.empty(), List.of());
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

    /** Said of every picture whose file says too little, or something that cannot be taken as it is. */
    Stream<DataProblem> noted() {
        return notes.stream()
                .map(note -> DataProblem.of(
                        ProblemKind.PICTURE_NOTE, declared.where(), "image[" + declared.file() + "]: " + note));
    }

    /**
     * Whether the picture's file and the annotations contradict each other.
     *
     * @param annotated the spacing that the annotations say, of the picture's pixels
     */
    Optional<DataProblem> spacingProblem(PixelSpacing annotated) {
        return spacing.filter(own -> apart(own.x(), annotated.x()) || apart(own.y(), annotated.y()))
                .map(own -> DataProblem.of(
                        ProblemKind.SPACING_CONTRADICTION,
                        declared.where(),
                        "image[" + declared.file() + "] has spacing" + text(own)
                                + " along x and y, its annotations say " + text(annotated)));
    }

    private static boolean apart(double one, double other) {
        return Math.abs(one - other) > MOST_APART * Math.max(one, other);
    }

    private static String text(PixelSpacing spacing) {
        return "[" + spacing.x() + ", " + spacing.y() + "]";
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
