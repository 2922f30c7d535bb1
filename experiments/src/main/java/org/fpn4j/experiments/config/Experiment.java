package org.fpn4j.experiments.config;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.DidYouMean;
import org.fpn4j.config.KeyName;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.config.LocatedTree;
import org.fpn4j.config.OverrideLayer;
import org.fpn4j.config.problem.Excerpt;
import org.fpn4j.config.problem.InvalidFieldsException;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.backbone.Backbone;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.head.DetectionHead;
import org.fpn4j.core.neck.ExtraLevelsBlock;
import org.fpn4j.core.neck.NeckBlock;
import org.fpn4j.core.wiring.DetectorModule;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.transform.ClassSwap;

/**
 * An experiment that was read and checked: its blocks fit each other and the input.
 *
 * @param loaded the config with the origin of each value
 * @param name as in the config, or the file's name
 */
public record Experiment(LoadedConfig<ExperimentConfig> loaded, String name) {
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
        checkBlocks(loaded);
        String given = loaded.config().name();
        return new Experiment(loaded, given.isEmpty() ? stem(file) : given);
    }

    private static void refuseAblation(Path file) {
        Optional<LocatedTree> axes;
        try {
            axes = new ConfigLoader().loadTree(file).child("axes");
        } catch (UserInputException e) {
            return; // loading says so, with everything else that is wrong
        }
        axes.ifPresent(found -> {
            throw new UserInputException(
                    found.origin().toString(), "this is an ablation; ./fpn ablate " + file + " runs it");
        });
    }

    public ExperimentConfig config() {
        return loaded.config();
    }

    /** Whether somebody wrote a data set into the config; otherwise it is a default, and says nothing of any weights. */
    public boolean namesData() {
        return loaded.origins().entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().startsWith("data.") && !entry.getValue().isDefault());
    }

    /** Puts the detector together. */
    public Detector detector() {
        return wiring(config()).getInstance(Detector.class);
    }

    /** With how many threads native kernels compute; loads no native library. */
    public Threads threads() {
        InputConfig input = config().input();
        return Threads.resolve(
                config().execution(),
                detector().cost(input.height(), input.width()).graph(),
                config().training().batchSize());
    }

    /** Parameters and buffers of the detector, in the order of their declaration; loads no native library. */
    public List<Parameter> parameters() {
        InputConfig input = config().input();
        return detector().cost(input.height(), input.width()).graph().parameters();
    }

    /**
     * Checks that the head has a class for every class of a data set; it may have more.
     *
     * @throws UserInputException where it has fewer
     */
    public void requireClasses(List<Category> present) {
        int predicted = config().head().numClasses();
        if (present.size() > predicted) {
            throw new UserInputException(
                    loaded.originOf("head.num_classes").toString(),
                    "head num_classes[" + predicted + "] must be >= " + present.size()
                            + ", the number of classes in the data",
                    "classes: "
                            + String.join(
                                    ", ", present.stream().map(Category::name).toList()));
        }
    }

    /**
     * The classes that change in a mirrored picture, as a data set has them.
     *
     * @throws UserInputException where it has no class of a name that the config gives
     */
    public ClassSwap classSwap(List<Category> present) {
        Map<String, String> pairs = config().augmentation().swapClasses();
        List<String> names = present.stream().map(Category::name).toList();
        Problems problems = new Problems();
        Stream.concat(pairs.keySet().stream(), pairs.values().stream())
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add(
                        loaded.originOf("augmentation.swap_classes").toString(),
                        "augmentation swap_classes names a class[" + Excerpt.of(name) + "] that the data does not have",
                        DidYouMean.hint(name, names, "classes")));
        problems.throwIfAny();
        return ClassSwap.of(pairs, present);
    }

    /**
     * Checks that every norm that takes statistics of the batch while training has more than one value to take them of.
     * With one value a channel the mean is the value and the deviation 0: the norm's output would be its shift, whatever it
     * sees, and another function than the one that predicts. Gradient accumulation changes nothing: each run has statistics
     * of its own.
     *
     * @throws UserInputException naming the norms where one has a single value
     */
    public void requireBatchStatistics() {
        int batch = config().training().batchSize();
        InputConfig input = config().input();
        List<String> single = detector().cost(input.height(), input.width()).graph().batchStatistics().stream()
                .filter(use -> batch * use.output().height() * use.output().width() == 1)
                .map(use -> use.norm().startsWith(use.scope() + ".") ? use.norm() : use.norm() + " at " + use.scope())
                .distinct()
                .toList();
        if (!single.isEmpty()) {
            throw new UserInputException(
                    loaded.originOf("training.batch_size").toString(),
                    "training batch_size[" + batch
                            + "] leaves batch norms a single value a channel, a map of 1x1, at an " + "input of "
                            + input.height() + "x" + input.width() + ": " + String.join(", ", single),
                    "such a norm learns nothing but its shift; norm: {type: group_norm} there, a larger "
                            + "training.batch_size or a larger input would do, training.accumulation would not");
        }
    }

    /** Asks the wiring for one block after the other and reports, at its key, what does not fit. */
    private static void checkBlocks(LoadedConfig<ExperimentConfig> loaded) {
        Injector wiring = wiring(loaded.config());
        Problems problems = new Problems();
        boolean toNeck = fits(loaded, problems, "backbone", wiring.getProvider(Backbone.class))
                && fits(loaded, problems, "neck", wiring.getProvider(NeckBlock.class));
        if (toNeck && fits(loaded, problems, "extra_levels", wiring.getProvider(ExtraLevelsBlock.class))) {
            fits(loaded, problems, "head", wiring.getProvider(DetectionHead.class));
        }
        if (toNeck) {
            checkDivisor(loaded, problems, wiring.getInstance(NeckBlock.class).sizeDivisor());
        }
        problems.throwIfAny();
        checkShapes(loaded, wiring.getInstance(Detector.class));
    }

    private static Injector wiring(ExperimentConfig config) {
        return Guice.createInjector(new DetectorModule(config.detector())); // makes a block when it is asked for
    }

    /** Declares the whole detector on a graph that only counts: what fails there fails everywhere. */
    private static void checkShapes(LoadedConfig<ExperimentConfig> loaded, Detector detector) {
        ExperimentConfig config = loaded.config();
        try {
            detector.geometry(config.input().height(), config.input().width());
        } catch (IllegalArgumentException e) {
            new Problems()
                    .add(
                            loaded.originOf("input").toString(),
                            "detector does not fit an input of "
                                    + config.input().height() + "x"
                                    + config.input().width() + ": " + e.getMessage())
                    .throwIfAny();
        }
    }

    private static void checkDivisor(LoadedConfig<ExperimentConfig> loaded, Problems problems, int divisor) {
        InputConfig input = loaded.config().input();
        if (input.height() % divisor != 0) {
            problems.add(
                    loaded.originOf("input.height").toString(),
                    "input height[" + input.height() + "] must be a multiple of " + divisor + " for this neck");
        }
        if (input.width() % divisor != 0) {
            problems.add(
                    loaded.originOf("input.width").toString(),
                    "input width[" + input.width() + "] must be a multiple of " + divisor + " for this neck");
        }
    }

    private static boolean fits(
            LoadedConfig<ExperimentConfig> loaded, Problems problems, String block, Provider<?> creation) {
        try {
            creation.get();
            return true;
        } catch (ProvisionException e) {
            if (!(e.getCause() instanceof InvalidFieldsException invalid)) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
            for (InvalidFieldsException.InvalidField field : invalid.fields()) {
                String key = KeyName.ofComponent(field.field());
                problems.add(
                        loaded.originOf(block + "." + key).toString(),
                        block + " " + key + "[" + field.value() + "] " + field.expectation());
            }
            return false;
        }
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
