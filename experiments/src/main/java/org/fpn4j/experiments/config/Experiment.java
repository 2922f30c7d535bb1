package org.fpn4j.experiments.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.OverrideLayer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.ExperimentConfig;

/**
 * An experiment that was read and checked.
 *
 * @param loaded the config with the origin of each value
 * @param checked the same with its detector
 * @param name as in the config, or the file's name
 */
public record Experiment(LoadedConfig<ExperimentConfig> loaded, CheckedConfig checked, String name) {
    /**
     * Reads and checks a file.
     *
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong
     */
    public static Experiment load(Path file, List<String> sets) {
        return load(file, List.of(), sets);
    }

    /** The same with layers between the file and the sets, as the cells of an ablation have. */
    public static Experiment load(Path file, List<OverrideLayer> layers, List<String> sets) {
        refuseAblation(file);
        LoadedConfig<ExperimentConfig> loaded = new ConfigLoader().load(ExperimentConfig.class, file, layers, sets);
        String given = loaded.config().name();
        return new Experiment(loaded, CheckedConfig.of(loaded), given.isEmpty() ? stem(file) : given);
    }

    /**
     * Reads and checks a text.
     *
     * @param name of the experiment
     * @param file stands for one in messages
     * @throws org.fpn4j.config.problem.UserInputException with everything that is wrong
     */
    public static Experiment of(String name, String file, String yaml) {
        ConfigLoader loader = new ConfigLoader();
        LoadedConfig<ExperimentConfig> loaded = loader.bind(ExperimentConfig.class, loader.parseTree(file, yaml));
        String given = loaded.config().name();
        return new Experiment(loaded, CheckedConfig.of(loaded), given.isEmpty() ? name : given);
    }

    /** The axes of an ablation; empty where the file is none, or cannot be read. */
    public static Optional<LocatedTree> axes(Path file) {
        try {
            return new ConfigLoader().loadTree(file).child("axes");
        } catch (UserInputException e) {
            return Optional.empty(); // loading says so, with everything else that is wrong
        }
    }

    private static void refuseAblation(Path file) {
        axes(file).ifPresent(found -> {
            throw new UserInputException(
                    found.origin().toString(), "this is an ablation; ./fpn ablate " + file + " runs it");
        });
    }

    public ExperimentConfig config() {
        return checked.config();
    }

    /** Whether somebody wrote a data set into the config; otherwise it is a default, and says nothing of any weights. */
    public boolean namesData() {
        return loaded.origins().entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().startsWith("data.") && !entry.getValue().isDefault());
    }

    /** Whether somebody wrote into the config on which device it is computed. */
    public boolean namesDevice() {
        return !loaded.origins().get("execution.device").isDefault();
    }

    /** The same, computed on a device; what is written of it stays as it was, because the device decides no result. */
    public Experiment onDevice(int device) {
        return new Experiment(loaded, checked.onDevice(device), name);
    }

    /**
     * The same with an input of other sides, whatever the file says.
     *
     * @throws UserInputException where the detector does not fit it
     */
    public Experiment atInput(InputSize size) {
        return new Experiment(loaded, checked.atInput(size), name);
    }

    /** The detector, put together once. */
    public Detector detector() {
        return checked.detector();
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
