package org.fpn4j.training.inference;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
        PictureCheck check = new PictureCheck(config.training().loaderThreads(), memory(System.getenv()), listener);
        return check.of(config.data().open(split), config.data().pictureChecks());
    }

    /** Where programs may keep what they can find out again, by the XDG base directory specification. */
    static Optional<Path> memory(Map<String, String> environment) {
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (!caches.isEmpty() && Path.of(caches).isAbsolute()) { // relative ones are to be ignored
            return Optional.of(Path.of(caches, "fpn4j"));
        }
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() ? Optional.of(home.resolve(".cache").resolve("fpn4j")) : Optional.empty();
    }
}
