package org.fpn4j.data.dataset;

import java.util.List;
import org.fpn4j.data.image.Orientation;
import org.fpn4j.data.image.PictureHeader;
import org.fpn4j.data.image.PictureSize;

/**
 * How a picture and the size that annotations declare for it go together.
 *
 * @param orientation that the picture is turned by
 * @param size after that
 */
record PictureFit(Orientation orientation, PictureSize size, Agreement agreement) {
    /** From the best to the worst. */
    enum Agreement {
        SAME,
        /** Both sides differ by a pixel at most, as rounding does. */
        WITHIN_A_PIXEL,
        /** One factor makes both sides of the one into those of the other, up to rounding. */
        SCALED,
        /** Width and height are exchanged. */
        EXCHANGED,
        DIFFERENT
    }

    /**
     * The best fit.
     *
     * @param declaredWidth 0 where none is declared, likewise the height
     */
    static PictureFit of(PictureHeader header, long declaredWidth, long declaredHeight, OrientationRule rule) {
        List<Orientation> candidates =
                switch (rule) {
                    case AUTO -> List.of(header.orientation(), Orientation.UPRIGHT);
                    case APPLY -> List.of(header.orientation());
                    case IGNORE -> List.of(Orientation.UPRIGHT);
                };
        PictureFit best = fit(header, candidates.get(0), declaredWidth, declaredHeight);
        for (Orientation orientation : candidates) {
            PictureFit fit = fit(header, orientation, declaredWidth, declaredHeight);
            if (fit.agreement().compareTo(best.agreement()) < 0) {
                best = fit;
            }
        }
        return best;
    }

    private static PictureFit fit(PictureHeader header, Orientation orientation, long width, long height) {
        PictureSize size = orientation.seen(header.stored());
        return new PictureFit(orientation, size, agreement(size, width, height));
    }

    private static Agreement agreement(PictureSize size, long width, long height) {
        boolean declares = width > 0 && height > 0;
        if (!declares || (size.width() == width && size.height() == height)) {
            return Agreement.SAME;
        }
        if (Math.abs(size.width() - width) <= 1 && Math.abs(size.height() - height) <= 1) {
            return Agreement.WITHIN_A_PIXEL;
        }
        double least = Math.max((size.width() - 1.0) / width, (size.height() - 1.0) / height);
        double most = Math.min((size.width() + 1.0) / width, (size.height() + 1.0) / height);
        if (least < most) {
            return Agreement.SCALED;
        }
        return size.width() == height && size.height() == width ? Agreement.EXCHANGED : Agreement.DIFFERENT;
    }
}
