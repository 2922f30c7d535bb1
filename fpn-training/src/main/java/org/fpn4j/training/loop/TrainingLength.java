package org.fpn4j.training.loop;

import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.tiling.TiledDataset;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.TrainingConfig;

/**
 * How long a training is, and so where it can stand.
 *
 * @param batchesPerEpoch runs of the network that show every image at least once
 * @param accumulation runs that make one step; the last step of an epoch may have fewer
 */
public record TrainingLength(int batchesPerEpoch, int accumulation, int epochs) {
    /** Of a training on a data set. */
    public static TrainingLength of(ExperimentConfig config, Dataset train) {
        TiledDataset tiled = TiledDataset.of(train, config.input().tiling());
        return of(
                config.training(),
                config.training().sampling().repeats(tiled.seen()).entries());
    }

    /**
     * Of epochs that show so many images.
     *
     * @param images tiles among them, those that come again counted again
     */
    static TrainingLength of(TrainingConfig config, int images) {
        int batches = (images + config.batchSize() - 1) / config.batchSize();
        return new TrainingLength(batches, config.accumulation(), config.epochs());
    }

    /** Optimizer steps of an epoch. */
    public int stepsPerEpoch() {
        return (batchesPerEpoch + accumulation - 1) / accumulation;
    }

    /** Optimizer steps of the whole training. */
    public long steps() {
        return (long) stepsPerEpoch() * epochs;
    }

    /** The step after which a training has taken as many batches of an epoch. */
    public long step(long epoch, long batch) {
        return epoch * stepsPerEpoch() + batch / accumulation;
    }

    /** Whether a step ends after as many batches of an epoch. */
    public boolean endsAStep(long batch) {
        return batch >= 0 && batch < batchesPerEpoch && batch % accumulation == 0;
    }
}
