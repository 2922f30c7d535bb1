package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.fpn4j.core.files.Digests;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.inference.CheckedSplit;

/**
 * The two splits that a training needs, checked.
 *
 * @param train to learn from
 * @param validation to score on
 * @param digest of both
 * @param pictures of both, and of all else that goes on in the process
 */
public record TrainingData(Dataset train, Dataset validation, String digest, PictureCache pictures) {
    public TrainingData {
        requireNonNull(train, "train is null");
        requireNonNull(validation, "validation is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(pictures, "pictures is null");
    }

    /**
     * Two splits, wherever they come from.
     *
     * @param pictures that the process keeps
     * @throws org.fpn4j.config.problem.UserInputException where there is nothing to learn, or their classes differ
     */
    public static TrainingData of(Dataset train, Dataset validation, PictureCache pictures) {
        DatasetChecks.requireObjects(train);
        DatasetChecks.compareClasses(train, validation);
        return new TrainingData(train, validation, Digests.sha256(train.digest() + validation.digest()), pictures);
    }

    /**
     * Opens both splits, looks at their pictures, and compares their classes, so that nothing surprises the training.
     *
     * @param pictures that the process keeps
     * @param listener hears what there is and what was skipped
     * @param looking hears how the look at the pictures goes on
     * @throws org.fpn4j.config.problem.UserInputException with what cannot be skipped
     */
    public static TrainingData open(
            CheckedConfig config, PictureCache pictures, Consumer<String> listener, CheckListener looking) {
        Dataset train = CheckedSplit.open(config.config(), Split.TRAIN, looking);
        Dataset validation = CheckedSplit.open(config.config(), Split.VAL, looking);
        TrainingData data = of(train, validation, pictures);
        config.classSwap(train.categories());
        listener.accept(train.summary());
        listener.accept(validation.summary());
        if (validation.count(ObjectKind.OBJECT) == 0) {
            listener.accept(validation.name() + ": nothing is to be found here, so there will be no score");
        }
        return data;
    }
}
