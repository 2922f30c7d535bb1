package org.fpn4j.data.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fpn4j.data.image.PictureSize;
import org.fpn4j.data.mask.ImageMask;
import org.fpn4j.data.mask.MalformedMaskException;
import org.fpn4j.data.mask.PixelMap;
import org.fpn4j.data.mask.RunLengthMask;
import org.fpn4j.data.mask.Segmentation;

/**
 * The masks that annotations declare, in pixels of the picture that there is. Outlines are scaled as boxes are. Run lengths say
 * their own size: that of the picture, or the declared one of a picture that was resized after annotation, or one that
 * differs by a pixel.
 */
final class FittedMasks {
    private final FittedImage image;
    private final DeclaredSizes.Verdict verdict;

    FittedMasks(FittedImage image, DeclaredSizes.Verdict verdict) {
        this.image = image;
        this.verdict = verdict;
    }

    /**
     * One for each box, empty where the box has none that fits.
     *
     * @param problems hear of those that do not fit
     */
    List<Optional<ImageMask>> masks(List<DataProblem> problems) {
        List<Optional<ImageMask>> masks = new ArrayList<>();
        for (DeclaredBox box : image.declared().boxes()) {
            masks.add(box.mask().flatMap(mask -> fitted(mask, box.where(), problems)));
        }
        return masks;
    }

    private Optional<ImageMask> fitted(Segmentation mask, String where, List<DataProblem> problems) {
        PictureSize size = image.fit().size();
        try {
            Segmentation moved = mask.moved(map(mask), size.height(), size.width());
            return Optional.of(new ImageMask(moved, size.height(), size.width()));
        } catch (MalformedMaskException e) {
            problems.add(DataProblem.of(ProblemKind.NO_MASK, where, e.getMessage()));
            return Optional.empty();
        }
    }

    private PixelMap map(Segmentation mask) {
        PictureSize size = image.fit().size();
        PixelMap scaled = new PixelMap(verdict.factorX(), verdict.factorY(), 0, 0);
        if (!(mask instanceof RunLengthMask runs)) {
            return scaled;
        }
        boolean isWithinAPixel =
                Math.abs(runs.height() - size.height()) <= 1 && Math.abs(runs.width() - size.width()) <= 1;
        if (isWithinAPixel) {
            return PixelMap.SAME;
        }
        boolean isDeclared = runs.height() == image.declared().height()
                && runs.width() == image.declared().width();
        if (isDeclared && image.fit().agreement() == PictureFit.Agreement.SCALED) {
            return scaled;
        }
        throw new MalformedMaskException("segmentation has size[" + runs.height() + ", " + runs.width() + "], image["
                + image.declared().fileName() + "] has size[" + size.height() + ", " + size.width() + "]");
    }
}
