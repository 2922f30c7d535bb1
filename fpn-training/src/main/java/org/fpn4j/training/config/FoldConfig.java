package org.fpn4j.training.config;

import org.fpn4j.config.RecordCopy;
import org.fpn4j.config.problem.FieldChecks;
import org.fpn4j.config.problem.Range;

/**
 * Cross-validation: the images of the training split are dealt to folds, one of which takes the place of the validation split
 * while the others are learned from. The data set's own validation split is not used then.
 *
 * @param of how many folds, which have about as many images, and as many of each class; 0: no folds
 * @param index the fold that is validated, from 0
 * @param seed of which image is in which fold, together with the image's id; the same for all seeds of a training
 */
public record FoldConfig(
        @Range(min = 0, max = FoldConfig.MOST) int of,
        @Range(min = 0, max = FoldConfig.MOST - 1) int index,
        @Range(min = -Range.EXACT, max = Range.EXACT) long seed) {
    /** The largest number of folds. */
    public static final int MOST = 100;

    /** The splits as they are. */
    public FoldConfig() {
        this(0, 0, 0);
    }

    public FoldConfig {
        FieldChecks.of(FoldConfig.class)
                .bounds("of", of)
                .bounds("index", index)
                .bounds("seed", seed)
                .require(of != 1, "of", of, "must be 0 or at least 2: one fold leaves nothing to learn from")
                .require(index < Math.max(1, of), "index", index, "must be below of[" + of + "]")
                .done();
    }

    /** Whether there are folds. */
    public boolean isUsed() {
        return of > 0;
    }

    /** The same with another {@code of}. */
    public FoldConfig withOf(int of) {
        return RecordCopy.with(this, "of", of);
    }

    /** The same with another {@code index}. */
    public FoldConfig withIndex(int index) {
        return RecordCopy.with(this, "index", index);
    }

    /** The same with another {@code seed}. */
    public FoldConfig withSeed(long seed) {
        return RecordCopy.with(this, "seed", seed);
    }
}
