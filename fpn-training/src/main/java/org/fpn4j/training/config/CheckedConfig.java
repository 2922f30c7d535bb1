package org.fpn4j.training.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.fpn4j.config.ConfigLoader;
import org.fpn4j.config.KeyName;
import org.fpn4j.config.LoadedConfig;
import org.fpn4j.config.problem.InvalidFieldsException.InvalidField;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.detection.ClassWeights;
import org.fpn4j.core.detector.Detector;
import org.fpn4j.core.detector.OutputPart;
import org.fpn4j.core.execution.Executor.Purpose;
import org.fpn4j.core.graph.CostGraph;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.neck.NoNeck;
import org.fpn4j.core.samediff.SameDiffRule;
import org.fpn4j.core.topology.FlowGraph;
import org.fpn4j.core.topology.FusionWeights;
import org.fpn4j.core.wiring.DetectorModule;
import org.fpn4j.core.wiring.MisfitException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.data.transform.InputSize;
import org.fpn4j.data.transform.SampleTransform;
import org.fpn4j.engine.execution.KernelLibraries;
import org.fpn4j.engine.execution.NetworkPlan;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.Precision;
import org.fpn4j.engine.kernel.Ranges;

/**
 * A config whose detector was put together, once, and fits the input: what trainings and predictions are made of. Loads no
 * native library.
 */
public final class CheckedConfig {
    private final ExperimentConfig config;
    private final UnaryOperator<String> places;
    private final Detector detector;

    private CheckedConfig(ExperimentConfig config, UnaryOperator<String> places) {
        this.config = requireNonNull(config, "config is null");
        this.places = places;
        this.detector = wired();
        checkShapes();
        if (config.input().tiling().isUsed()) {
            requireSides();
        }
    }

    /**
     * Checks a config that a program made. Messages name keys.
     *
     * @throws UserInputException with everything that does not fit
     */
    public static CheckedConfig of(ExperimentConfig config) {
        return new CheckedConfig(config, key -> key);
    }

    /**
     * Checks a config that was read. Messages name where a value was written.
     *
     * @throws UserInputException with everything that does not fit
     */
    public static CheckedConfig of(LoadedConfig<ExperimentConfig> loaded) {
        return new CheckedConfig(loaded.config(), key -> loaded.originOf(key).toString());
    }

    /**
     * Reads a config and checks it.
     *
     * @param sets changes on top of the file, as {@code training.epochs=3}
     * @throws UserInputException with everything that is wrong
     */
    public static CheckedConfig load(Path file, List<String> sets) {
        return of(new ConfigLoader().load(ExperimentConfig.class, file, List.of(), sets));
    }

    /**
     * Who computes it.
     *
     * @throws UserInputException where the config asks for what this machine does not have, or ND4J's CUDA backend cannot
     *     serve a device
     */
    public PlanExecutor executor() {
        if (needsRanges()) {
            throw new IllegalStateException("int8 needs to know how large maps become; executor(Ranges) is told");
        }
        return executor(Ranges.NONE);
    }

    /**
     * Who computes networks of which it is known how large their maps become.
     *
     * @throws UserInputException as above
     */
    public PlanExecutor executor(Ranges ranges) {
        return config.execution().executor(threads().count(), ranges);
    }

    /**
     * Who would compute networks that are only described: nobody has to know how large their maps become.
     *
     * @throws UserInputException as above
     */
    public PlanExecutor describingExecutor() {
        if (!needsRanges()) {
            return executor();
        }
        InputConfig input = config.input();
        try (NetworkPlan plan =
                executor(Ranges.NONE).plan(detector.inference(1, input.height(), input.width()), Purpose.INFERENCE)) {
            return executor(
                    plan.exampleRanges(OutputPart.HEAD.among(plan.outputs().keySet())));
        }
    }

    /** Whether who computes must know how large maps become. */
    public boolean needsRanges() {
        return config.execution().dtype() == Precision.INT8;
    }

    /** The same in {@code float32}, in which it is found out how large maps become. */
    public CheckedConfig inFloat32() {
        return new CheckedConfig(config.withExecution(config.execution().withDtype(Precision.FLOAT32)), places);
    }

    /** The same on a device, as {@code execution.device} would have it. */
    public CheckedConfig onDevice(int device) {
        return new CheckedConfig(config.withExecution(config.execution().withDevice(device)), places);
    }

    /**
     * The same with an input of other sides.
     *
     * @throws UserInputException where the detector does not fit it
     */
    public CheckedConfig atInput(InputSize size) {
        return new CheckedConfig(config.withInput(config.input().withSize(size)), places);
    }

    /** The config that was checked. */
    public ExperimentConfig config() {
        return config;
    }

    /** The detector, always the same. */
    public Detector detector() {
        return detector;
    }

    /** The place to name in a message about the value of a key, {@code head.num_classes}. */
    public String place(String key) {
        return places.apply(key);
    }

    /** The detector at the config's input size as costs. */
    public CostGraph cost() {
        return detector.cost(config.input().height(), config.input().width()).graph();
    }

    /** The learned weights by which the detector adds maps. */
    public FusionWeights fusionWeights() {
        FlowGraph graph = new FlowGraph();
        detector.inference(1, config.input().height(), config.input().width()).define(graph);
        return FusionWeights.of(graph.nodes());
    }

    /** Parameters and buffers of the detector, in the order of their declaration. */
    public List<Parameter> parameters() {
        return cost().parameters();
    }

    /** With how many threads native kernels compute. */
    public Threads threads() {
        return Threads.resolve(config.execution(), cost(), config.training().batchSize());
    }

    /**
     * Checks that a data set with these classes can be trained on.
     *
     * @throws UserInputException where it cannot
     */
    public void requireTrainable(List<Category> present) {
        requireTrainable();
        requireMasks();
        requireClasses(present);
        classSwap(present);
        classWeights(present);
    }

    /**
     * As much of it as needs no data.
     *
     * @throws UserInputException where it cannot
     */
    public void requireTrainable() {
        requireTrainingType();
        requireSides();
        requireBatchStatistics();
    }

    /**
     * Checks that networks can be trained in the config's type.
     *
     * @throws UserInputException where it is for inference alone
     */
    public void requireTrainingType() {
        KernelLibraries.requireTraining(
                place("execution.dtype"), config.execution().dtype());
    }

    /**
     * Checks that no level of a neck has cells larger than the input. Such a level can be costed and run; and where no neck mixes
     * levels, as in SSD, one with a single cell is as good as any.
     *
     * @throws UserInputException where one has
     */
    private void requireSides() {
        if (config.neck() instanceof NoNeck.Config) {
            return;
        }
        int height = config.input().height();
        int width = config.input().width();
        InputSides.require(
                config.input(), detector.cost(height, width).built().pyramid().spec(), this::place);
    }

    /**
     * Checks that masks are read where the head learns from them.
     *
     * @throws UserInputException where they are not
     */
    public void requireMasks() {
        if (config.head().learnsMasks() && !config.data().masks()) {
            throw new UserInputException(
                    place("head.type"),
                    "head learns from masks, and those of the data are not read",
                    "data: {type: coco, masks: true}, or a head that learns from boxes alone, such as faster_rcnn");
        }
    }

    /**
     * Checks that the head has a class for every class of a data set; it may have more.
     *
     * @throws UserInputException where it has fewer
     */
    public void requireClasses(List<Category> present) {
        int predicted = config.head().numClasses();
        if (present.size() > predicted) {
            throw new UserInputException(
                    place("head.num_classes"),
                    "head num_classes[" + predicted + "] must be >= " + present.size()
                            + ", the number of classes in the data",
                    "classes: "
                            + String.join(
                                    ", ", present.stream().map(Category::name).toList()));
        }
    }

    /**
     * What training makes of its pictures, augmented.
     *
     * @param present classes of the data
     * @throws UserInputException as {@link #classSwap} and {@link #classWeights} do
     */
    public SampleTransform trainingTransform(List<Category> present) {
        return config.input()
                .transform(config.augmentation(), classSwap(present), config.seed())
                .withClassWeights(classWeights(present));
    }

    /**
     * The classes that change in a mirrored picture, as a data set has them.
     *
     * @throws UserInputException where it has no class of a name that the config gives
     */
    public ClassSwap classSwap(List<Category> present) {
        return new NamedClasses(present, this::place).swap(config.augmentation());
    }

    /**
     * How much objects count in the loss of classification, by the classes of a data set.
     *
     * @throws UserInputException where it has no class of a name that the config gives
     */
    public ClassWeights classWeights(List<Category> present) {
        return new NamedClasses(present, this::place).weights(config.training());
    }

    /**
     * Checks that every norm that takes statistics of the batch while training has more than one value to take them of.
     * With one value a channel the mean is the value and the deviation 0: the norm's output would be its shift, whatever it
     * sees, and another function than the one that predicts. Gradient accumulation changes nothing: each run has statistics
     * of its own.
     *
     * @throws UserInputException naming the norms where one has a single value
     */
    private void requireBatchStatistics() {
        int batch = config.training().batchSize();
        InputConfig input = config.input();
        List<String> single = cost().batchStatistics().stream()
                .filter(use -> batch * use.output().height() * use.output().width() == 1)
                .map(use -> use.norm().startsWith(use.scope() + ".") ? use.norm() : use.norm() + " at " + use.scope())
                .distinct()
                .toList();
        if (!single.isEmpty()) {
            throw new UserInputException(
                    place("training.batch_size"),
                    "training batch_size[" + batch
                            + "] leaves batch norms a single value a channel, a map of 1x1, at an " + "input of "
                            + input.height() + "x" + input.width() + ": " + String.join(", ", single),
                    "such a norm learns nothing but its shift; norm: {type: group_norm} there, a larger "
                            + "training.batch_size or a larger input would do, training.accumulation would not");
        }
    }

    /** Puts the detector together and reports, at its key, what does not fit. */
    private Detector wired() {
        try {
            return DetectorModule.wire(config.detector());
        } catch (MisfitException e) {
            Problems problems = new Problems();
            for (InvalidField field : e.fields()) {
                String key = KeyName.ofComponent(field.field());
                problems.add(
                        place(e.block() + "." + key),
                        e.block() + " " + key + "[" + field.value() + "] " + field.expectation());
            }
            throw new UserInputException(problems.list());
        }
    }

    /** Declares the whole detector with its losses on a graph that only counts: what fails in any reading fails there. */
    private void checkShapes() {
        InputConfig input = config.input();
        try {
            detector.check(input.height(), input.width()).extensions().forEach(SameDiffRule::of);
        } catch (IllegalArgumentException e) {
            throw new UserInputException(
                    place("input"),
                    "detector does not fit an input of " + input.height() + "x" + input.width() + ": "
                            + e.getMessage());
        }
    }
}
