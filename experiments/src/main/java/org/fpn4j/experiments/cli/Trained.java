package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.data.dataset.Category;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.engine.execution.PlanExecutor;
import org.fpn4j.engine.kernel.Ranges;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.memory.MemoryCheck;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunStatus;
import org.fpn4j.training.config.ExperimentConfig;
import org.fpn4j.training.inference.Calibrator;
import org.fpn4j.training.inference.ClassName;
import org.fpn4j.training.inference.DetectorFolder;
import org.fpn4j.training.inference.DetectorWeights;
import org.fpn4j.training.inference.LevelMaps;
import org.fpn4j.training.inference.Predictor;

/**
 * A detector with weights, named on the command line as the directory of a run, or as a config with {@code --weights}.
 *
 * @param weightsFile that they were read from
 * @param run where it was named
 * @param classesOfRun by index; empty without a run
 */
record Trained(
        Experiment experiment,
        Weights weights,
        Path weightsFile,
        Optional<DetectorFolder> run,
        Optional<List<ClassName>> classesOfRun) {
    private static final int MOST_RUNS = 20;

    /**
     * Reads config and weights and compares them.
     *
     * @param weightsFile null for the directory of a run
     * @throws UserInputException with everything that is wrong, every tensor by name
     */
    static Trained of(Path runOrConfig, Path weightsFile, List<String> sets) {
        if (Files.isDirectory(runOrConfig)) {
            RunDirectory run = new RunDirectory(runOrConfig);
            requireRun(run);
            Experiment experiment = Experiment.load(run.config(), sets);
            Path file = Optional.ofNullable(weightsFile).orElseGet(() -> finished(run));
            List<ClassName> classes = run.detector().classesOf(experiment.checked());
            return checked(experiment, file, Optional.of(run.detector()), Optional.of(classes));
        }
        if (weightsFile == null) {
            throw new UserInputException(
                    runOrConfig.toString(),
                    Files.exists(runOrConfig) ? "a config needs --weights" : "does not exist",
                    "expected the directory of a run, or a config and --weights FILE");
        }
        return checked(Experiment.load(runOrConfig, sets), weightsFile, Optional.empty(), Optional.empty());
    }

    private static void requireRun(RunDirectory run) {
        if (run.hasRun()) {
            return;
        }
        List<RunStatus> inside = RunStatus.below(run.path());
        if (inside.isEmpty()) {
            throw new UserInputException(
                    run.path().toString(), "is not the directory of a run, which ./fpn train and ./fpn ablate make");
        }
        throw new UserInputException(
                run.path().toString(),
                "is not the directory of a run but holds " + inside.size() + "; name one of them",
                inside.stream()
                        .limit(MOST_RUNS)
                        .map(status -> status.directory().path() + ": " + status.sentence())
                        .toArray(String[]::new));
    }

    private static Path finished(RunDirectory run) {
        if (run.resultOfWholeWeights().isEmpty()) {
            throw new UserInputException(
                    run.path().toString(),
                    "run is not finished: " + RunStatus.of(run).sentence(),
                    "./fpn train with --resume goes on with it");
        }
        return run.finalWeights();
    }

    private static Trained checked(
            Experiment experiment, Path file, Optional<DetectorFolder> run, Optional<List<ClassName>> classes) {
        Weights weights = DetectorWeights.read(file, experiment.checked().parameters());
        return new Trained(experiment, weights, file, run, classes);
    }

    /**
     * Who computes the detector.
     *
     * @throws UserInputException where that needs images and there are none
     */
    PlanExecutor executor() {
        return experiment.checked().executor(experiment.checked().needsRanges() ? ranges() : Ranges.NONE);
    }

    private Ranges ranges() {
        Calibrator calibrator = new Calibrator(experiment.checked(), weights);
        return run.flatMap(folder -> calibrator.keptIn(folder, weightsFile, Console.log()::println))
                .orElseGet(() -> seen(calibrator));
    }

    private Ranges seen(Calibrator calibrator) {
        if (!experiment.namesData()) {
            throw new UserInputException(List.of(Calibrator.lacking(experiment.checked())));
        }
        new MemoryCheck(experiment).calibration();
        Console.log().println("Looks at up to " + Calibrator.IMAGES + " images of the training split first, for int8.");
        return run.map(folder -> calibrator.keepIn(folder, weightsFile, new PictureProgress(), Console.log()::println))
                .orElseGet(() -> calibrator.onTrainingSplit(new PictureProgress()));
    }

    /**
     * The detector, ready for batches of pictures.
     *
     * @throws UserInputException where it does not fit into memory
     */
    Predictor predictor(int batchSize, int classes) {
        ExperimentConfig config = experiment.config();
        new MemoryCheck(experiment).prediction(batchSize);
        return new Predictor(experiment.detector(), executor(), config.input(), batchSize, classes, weights);
    }

    /**
     * What its levels see of pictures.
     *
     * @throws UserInputException where it does not fit into memory
     */
    LevelMaps levelMaps() {
        new MemoryCheck(experiment).levelMaps(experiment.checked().place("input"));
        return new LevelMaps(
                experiment.detector(), executor(), experiment.config().input(), weights);
    }

    /**
     * The classes by index: those of the run, or those of the data set that the config names. A config that names none
     * knows none; then they are {@code class 0} ... with the index as id, and that is said.
     *
     * @param log hears where ids are mere indices
     * @throws UserInputException where the data set's classes cannot be read or are more than the head has
     */
    List<ClassName> classes(Consumer<String> log) {
        Optional<List<ClassName>> known = knownClasses();
        if (known.isPresent()) {
            return known.get();
        }
        log.accept("The config names no data set, so category_id is the class index from 0; --set data=... names one.");
        List<ClassName> classes = new ArrayList<>();
        for (int i = 0; i < experiment.config().head().numClasses(); i++) {
            classes.add(new ClassName(i, "class " + i));
        }
        return classes;
    }

    private Optional<List<ClassName>> knownClasses() {
        if (classesOfRun.isPresent() || !experiment.namesData()) {
            return classesOfRun;
        }
        List<Category> categories = experiment.config().data().categories();
        experiment.checked().requireClasses(categories);
        return Optional.of(ClassName.of(categories));
    }

    /** A split can only be scored with the classes that the detector was trained on, as far as they are known. */
    void checkClasses(Dataset dataset) {
        experiment.checked().requireClasses(dataset.categories());
        Optional<List<ClassName>> known = knownClasses();
        if (known.isPresent() && !ClassName.of(dataset.categories()).equals(known.get())) {
            throw new UserInputException(
                    dataset.name(),
                    "classes" + dataset.classNames() + " differ from those of the training "
                            + known.get().stream().map(ClassName::name).toList(),
                    "ids, names and order of the categories must be the same");
        }
    }
}
