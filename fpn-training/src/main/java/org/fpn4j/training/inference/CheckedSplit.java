package org.fpn4j.training.inference;

import org.fpn4j.core.files.CacheFolder;
import org.fpn4j.data.checking.CheckListener;
import org.fpn4j.data.checking.PictureCheck;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.training.config.ExperimentConfig;

/** Opens splits of an experiment's data with their pictures looked at, as {@code data.picture_checks} says. */
public final class CheckedSplit {
    private CheckedSplit() {}

    /**
     * Opens a split.
     *
     * @param listener hears how the look goes on
     * @throws org.fpn4j.config.problem.UserInputException with everything that cannot be skipped
     */
    public static Dataset open(ExperimentConfig config, Split split, CheckListener listener) {
        PictureCheck check =
                new PictureCheck(config.training().loaderThreads(), CacheFolder.of(System.getenv()), listener);
        return check.of(config.data().open(split), config.data().pictureChecks());
    }
}
