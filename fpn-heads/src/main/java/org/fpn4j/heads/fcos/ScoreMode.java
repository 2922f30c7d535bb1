package org.fpn4j.heads.fcos;

import org.fpn4j.core.decoding.Decoding;
import org.fpn4j.core.decoding.Decoding.Measure;

/** How class score and centre-ness make the score of a detection. */
public enum ScoreMode {
    /** The root of their product, which is also what the threshold is for (torchvision, detectron2). */
    SQRT_PRODUCT,
    /** The threshold is for the class score; the root of the product ranks and remains (the original). */
    CLS_THEN_SQRT_PRODUCT,
    /** The threshold is for the class score, which also picks the candidates; then the product (mmdetection). */
    CLS_THEN_PRODUCT;

    Decoding.Scores scores() {
        return switch (this) {
            case SQRT_PRODUCT -> Decoding.Scores.all(Measure.ROOT_OF_PRODUCT);
            case CLS_THEN_SQRT_PRODUCT -> new Decoding.Scores(
                    Measure.CLASS, Measure.ROOT_OF_PRODUCT, Measure.ROOT_OF_PRODUCT);
            case CLS_THEN_PRODUCT -> new Decoding.Scores(Measure.CLASS, Measure.CLASS, Measure.PRODUCT);
        };
    }
}
