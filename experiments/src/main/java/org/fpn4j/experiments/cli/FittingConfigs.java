package org.fpn4j.experiments.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.interop.pretrained.Fit;

/** Configs beside one that a checkpoint does not fit: another size of the same family may be what it was trained as. */
final class FittingConfigs {
    private FittingConfigs() {}

    /**
     * The first config of the same folder, by name, that a checkpoint fits whole.
     *
     * @param sets values that override those of each config; without them where they do not suit it
     * @param fit of a checkpoint with a detector
     */
    static Optional<Path> beside(Path config, List<String> sets, Function<Experiment, Fit> fit) {
        try (Stream<Path> files = Files.list(config.toAbsolutePath().getParent())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.getFileName().equals(config.getFileName()))
                    .sorted()
                    .filter(file -> fits(file, sets, fit) || (!sets.isEmpty() && fits(file, List.of(), fit)))
                    .map(file -> config.resolveSibling(file.getFileName()))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean fits(Path config, List<String> sets, Function<Experiment, Fit> fit) {
        try {
            return fit.apply(Experiment.load(config, sets)).renaming().isComplete();
        } catch (UserInputException | InvalidFieldsException e) {
            return false; // a config of something else
        }
    }
}
