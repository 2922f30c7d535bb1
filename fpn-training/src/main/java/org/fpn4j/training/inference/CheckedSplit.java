package org.fpn4j.training.inference;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.files.CacheFolder;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.checking.PictureCheck;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Reference;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.data.parts.ImageParts;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.config.FoldConfig;

/** Opens splits of an experiment's data with their pictures looked at, as {@code data.picture_checks} says. */
public final class CheckedSplit {
    private CheckedSplit() {}

    /**
     * Opens a split; of a fold, the images that it validates or leaves to learn from.
     *
     * @param listener hears how the look goes on
     * @throws org.fpn4j.config.problem.UserInputException with everything that cannot be skipped
     */
    public static Dataset open(CheckedConfig checked, Split split, CheckListener listener) {
        ExperimentConfig config = checked.config();
        PictureCheck check =
                new PictureCheck(config.training().loaderThreads(), CacheFolder.of(System.getenv()), listener);
        return open(checked, split, whole -> check.of(whole, config.data().pictureChecks()));
    }

    /**
     * Opens a split as {@link #open} does, without the look, for those who read every picture themselves.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that cannot be skipped
     */
    public static Dataset unseen(CheckedConfig checked, Split split) {
        return open(checked, split, UnaryOperator.identity());
    }

    private static Dataset open(CheckedConfig checked, Split split, UnaryOperator<Dataset> looked) {
        ExperimentConfig config = checked.config();
        boolean ofFold = config.fold().isUsed() && split != Split.TEST;
        Dataset whole = looked.apply(config.data().open(ofFold ? Split.TRAIN : split));
        return ofFold ? part(checked, whole, split) : whole;
    }

    private static Dataset part(CheckedConfig checked, Dataset whole, Split split) {
        FoldConfig fold = checked.config().fold();
        List<Reference.Image> images = whole.reference().images();
        if (images.size() < fold.of()) {
            throw new UserInputException(
                    checked.place("fold.of"),
                    "folds[" + fold.of() + "] are more than the images[" + images.size() + "] of data set["
                            + whole.name() + "]",
                    "a fold has an image at least");
        }
        String name = "fold " + fold.index() + " of " + fold.of();
        Set<Long> validated = ImageParts.equal(images, fold.of(), fold.seed()).get(fold.index());
        if (split == Split.VAL) {
            return whole.part(whole.name() + ", " + name, validated);
        }
        Set<Long> learned = images.stream()
                .map(Reference.Image::id)
                .filter(id -> !validated.contains(id))
                .collect(Collectors.toSet());
        return whole.part(whole.name() + " without " + name, learned);
    }
}
