package org.fpn4j.training.loop;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.Digests;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.DatasetChecks;
import org.fpn4j.data.dataset.ImageEntry;
import org.fpn4j.data.dataset.ObjectKind;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.loading.PictureCache;
import org.fpn4j.data.parts.ImageParts;
import org.fpn4j.training.config.BestConfig;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.inference.CheckedSplit;

/**
 * The images that a training needs, checked.
 *
 * @param train to learn from
 * @param validation to score the result on
 * @param dev held out of the training split to choose the best weights on; empty where nothing is held out
 * @param digest of all of them
 * @param pictures of all of them, and of all else that goes on in the process
 */
public record TrainingData(
        Dataset train, Dataset validation, Optional<Dataset> dev, String digest, PictureCache pictures) {
    public TrainingData {
        requireNonNull(train, "train is null");
        requireNonNull(validation, "validation is null");
        requireNonNull(dev, "dev is null");
        requireNonNull(digest, "digest is null");
        requireNonNull(pictures, "pictures is null");
    }

    /** Two splits of which nothing is held out. */
    public TrainingData(Dataset train, Dataset validation, String digest, PictureCache pictures) {
        this(train, validation, Optional.empty(), digest, pictures);
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
     * The same as a training has it, with what {@code training.best} holds out.
     *
     * @throws org.fpn4j.config.problem.UserInputException where that leaves nothing to learn, or nothing to choose by
     */
    public TrainingData dividedBy(CheckedConfig config) {
        return config.config().training().best().on() == BestConfig.On.DEV ? holdingOut(config) : this;
    }

    /**
     * The same with a share of the training images held out to choose the best weights on.
     *
     * @throws org.fpn4j.config.problem.UserInputException where that leaves nothing to learn, or nothing to choose by
     */
    TrainingData holdingOut(CheckedConfig config) {
        BestConfig best = config.config().training().best();
        String name = "data set[" + train.name() + "]";
        if (train.images().size() < 2) {
            throw new UserInputException(
                    config.place("training.best.on"),
                    "training.best.on[dev] needs two training images or more; " + name + " has one",
                    "training.best.on: none keeps the last weights");
        }
        Set<Long> usable = train.images().stream().map(ImageEntry::id).collect(Collectors.toSet());
        Set<Long> held = ImageParts.share(
                train.reference().images().stream()
                        .filter(image -> usable.contains(image.id()))
                        .toList(),
                best.share(),
                best.seed());
        Set<Long> rest = new HashSet<>(usable);
        rest.removeAll(held);
        Dataset choosing = train.part(train.name() + ", held out", held);
        Dataset learning = train.part(train.name(), rest);
        if (choosing.count(ObjectKind.OBJECT) == 0 || learning.count(ObjectKind.OBJECT) == 0) {
            throw new UserInputException(
                    config.place("training.best.share"),
                    "training.best.share[" + best.share() + "] of " + name + " leaves ["
                            + learning.count(ObjectKind.OBJECT) + "] objects to learn and ["
                            + choosing.count(ObjectKind.OBJECT) + "] to choose the best weights by",
                    "both parts need one; another share or training.best.seed may do");
        }
        return new TrainingData(
                learning,
                validation,
                Optional.of(choosing),
                Digests.sha256(learning.digest() + validation.digest() + choosing.digest()),
                pictures);
    }

    /**
     * Checks that a detector can learn from all of it.
     *
     * @throws UserInputException with what does not fit
     */
    public void requireTrainable(CheckedConfig config) {
        config.requireTrainable(train.categories());
        requireRoom(config);
        ObjectsBeyondTiles.require(config, train);
        HeadReach.require(config, train);
    }

    /**
     * Checks that a detector's head has room for what its images show.
     *
     * @throws UserInputException naming the images for which it has none
     */
    public void requireRoom(CheckedConfig config) {
        HeadRoom.require(config, this);
    }

    /** What evaluations during the training are made on: what is held out, or the validation split. */
    public Dataset evaluated() {
        return dev.orElse(validation);
    }

    /**
     * Opens the splits, looks at their pictures, and compares their classes, so that nothing surprises the training.
     *
     * @param pictures that the process keeps
     * @param listener hears what there is and what was skipped
     * @param looking hears how the look at the pictures goes on
     * @throws org.fpn4j.config.problem.UserInputException with what cannot be skipped
     */
    public static TrainingData open(
            CheckedConfig config, PictureCache pictures, Consumer<String> listener, CheckListener looking) {
        Dataset train = CheckedSplit.open(config, Split.TRAIN, looking);
        Dataset validation = CheckedSplit.open(config, Split.VAL, looking);
        TrainingData whole = of(train, validation, pictures);
        TrainingData data = whole.dividedBy(config);
        config.classSwap(train.categories());
        listener.accept(data.train().summary());
        data.dev().ifPresent(held -> listener.accept(held.summary()));
        listener.accept(validation.summary());
        if (validation.count(ObjectKind.OBJECT) == 0) {
            listener.accept(validation.name() + ": nothing is to be found here, so there will be no score");
        }
        return data;
    }
}
