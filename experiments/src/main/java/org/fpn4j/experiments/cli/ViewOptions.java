package org.fpn4j.experiments.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.loading.LoaderOptions;
import org.fpn4j.data.transform.ClassSwap;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.inference.PooledViews;
import org.fpn4j.training.inference.Predictor;
import picocli.CommandLine.Option;

/** Test-time augmentation: several views of each image, whose boxes are suppressed together. */
final class ViewOptions {
    private static final String SIZES = "--tta-sizes";

    @Option(names = "--tta-flip", description = "Looks at every image in the mirror, too, and puts the boxes together.")
    private boolean flip;

    @Option(
            names = SIZES,
            paramLabel = "N",
            split = ",",
            description =
                    "Looks at every image at each of these sizes of the input, in pixels of its longer side, in place of"
                            + " the config's, and puts the boxes together.")
    private List<String> sizes = List.of();

    @Option(
            names = "--tta-overlap",
            paramLabel = "IOU",
            description = "Overlap above which boxes of views are one object; default ${DEFAULT-VALUE}.",
            defaultValue = "0.5")
    private double overlap;

    /** Notes what cannot be. */
    void check(Problems problems) {
        if (!(overlap >= 0 && overlap <= 1)) {
            problems.add("--tta-overlap " + overlap, "tta-overlap[" + overlap + "] must lie in [0, 1]");
        }
    }

    /**
     * What several views find; empty where one is enough.
     *
     * @param classes by index
     * @throws UserInputException where they cannot be put together, or a size cannot be
     */
    Optional<PooledViews> of(Trained trained, Dataset dataset, List<ClassName> classes, int batchSize) {
        if (!flip && sizes.isEmpty()) {
            return Optional.empty();
        }
        Experiment experiment = trained.experiment();
        if (experiment.config().head().learnsMasks()) {
            throw new UserInputException(
                    experiment.checked().place("head.type"),
                    "the head predicts masks, and those of several views are not put together",
                    "without --tta-flip and " + SIZES + " there is one view");
        }
        ClassSwap swap = swap(experiment, classes);
        List<Experiment> atSizes = sizes.isEmpty()
                ? List.of(fitting(experiment, batchSize))
                : InputSizes.of(SIZES, sizes, experiment, at -> new MemoryCheck(at).prediction(batchSize));
        LoaderOptions loading = new LoaderOptions(experiment.config().training().loaderThreads(), 2);
        PooledViews views = new PooledViews(dataset, loading, overlap);
        PlanExecutor executor = trained.executor();
        for (Experiment at : atSizes) {
            Console.log()
                    .println("Looks at an input of " + at.config().input().height() + "x"
                            + at.config().input().width() + (flip ? ", and in the mirror." : "."));
            try (Predictor predictor = new Predictor(
                    at.detector(), executor, at.config().input(), batchSize, classes.size(), trained.weights())) {
                views.add(predictor);
                if (flip) {
                    views.addMirrored(predictor, swap);
                }
            }
        }
        return Optional.of(views);
    }

    private static Experiment fitting(Experiment experiment, int batchSize) {
        new MemoryCheck(experiment).prediction(batchSize);
        return experiment;
    }

    private static ClassSwap swap(Experiment experiment, List<ClassName> classes) {
        List<Category> categories = IntStream.range(0, classes.size())
                .mapToObj(index -> new Category(
                        index, classes.get(index).id(), classes.get(index).name()))
                .toList();
        try {
            return ClassSwap.of(experiment.config().augmentation().swapClasses(), categories);
        } catch (IllegalArgumentException e) {
            throw new UserInputException(
                    experiment.checked().place("augmentation.swap_classes"),
                    "cannot be followed in the mirror: " + e.getMessage(),
                    "the classes are " + classes.stream().map(ClassName::name).toList());
        }
    }
}
