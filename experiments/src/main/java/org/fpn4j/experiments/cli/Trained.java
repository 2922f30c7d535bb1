package org.fpn4j.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.problem.Problems;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.config.ExperimentConfig;
import org.fpn4j.experiments.inference.Executors;
import org.fpn4j.experiments.inference.Predictor;
import org.fpn4j.experiments.run.RunDirectory;
import org.fpn4j.experiments.run.RunDirectory.ClassName;

/**
 * A detector with weights, named on the command line as the directory of a run, or as a config with {@code --weights}.
 *
 * @param classes by index; without a run, {@code class 0} ... with the index as id
 */
record Trained(Experiment experiment, Weights weights, List<ClassName> classes) {
    /**
     * Reads config and weights and compares them.
     *
     * @param weightsFile null for the directory of a run
     * @throws UserInputException with everything that is wrong, every tensor by name
     */
    static Trained of(Path runOrConfig, Path weightsFile, List<String> sets) {
        if (Files.isDirectory(runOrConfig)) {
            RunDirectory run = new RunDirectory(runOrConfig);
            List<ClassName> classes = run.classes();
            Experiment experiment = Experiment.load(run.config(), sets);
            Path file = Optional.ofNullable(weightsFile).orElse(run.finalWeights());
            if (!Files.exists(file)) {
                throw new UserInputException(
                        runOrConfig.toString(), "run is not finished", "./fpn train with --resume goes on with it");
            }
            return checked(experiment, file, classes);
        }
        if (weightsFile == null) {
            throw new UserInputException(
                    runOrConfig.toString(),
                    Files.exists(runOrConfig) ? "a config needs --weights" : "does not exist",
                    "expected the directory of a run, or a config and --weights FILE");
        }
        Experiment experiment = Experiment.load(runOrConfig, sets);
        List<ClassName> classes = new ArrayList<>();
        for (int i = 0; i < experiment.config().head().numClasses(); i++) {
            classes.add(new ClassName(i, "class " + i));
        }
        return checked(experiment, weightsFile, classes);
    }

    private static Trained checked(Experiment experiment, Path file, List<ClassName> classes) {
        Weights weights = Safetensors.read(file);
        Problems problems = new Problems();
        Set<String> expected = new HashSet<>();
        for (Parameter parameter : experiment.parameters()) {
            expected.add(parameter.name());
            NamedTensor tensor = weights.tensors().get(parameter.name());
            if (tensor == null) {
                problems.add(
                        file.toString(), "tensor[" + parameter.name() + "] of " + parameter.shape() + " is missing");
            } else if (!tensor.shape().equals(parameter.shape())) {
                problems.add(
                        file.toString(),
                        "tensor[" + parameter.name() + "]: expected " + parameter.shape() + ", got " + tensor.shape());
            }
        }
        for (String name : weights.tensors().keySet()) {
            if (!expected.contains(name)) {
                problems.add(file.toString(), "tensor[" + name + "] is unexpected");
            }
        }
        problems.throwIfAny();
        return new Trained(experiment, weights, classes);
    }

    Predictor predictor(int batchSize) {
        ExperimentConfig config = experiment.config();
        return new Predictor(
                experiment.detector(), Executors.forThisThread(config.execution()), config.input(), batchSize, weights);
    }

    List<Long> categoryIds() {
        return classes.stream().map(ClassName::id).toList();
    }

    List<String> classNames() {
        return classes.stream().map(ClassName::name).toList();
    }

    /** A split can only be scored with the classes that the run was trained on. */
    void checkClasses(Dataset dataset) {
        List<ClassName> present = dataset.categories().stream()
                .map(category -> new ClassName(category.id(), category.name()))
                .toList();
        if (!present.equals(classes)) {
            throw new UserInputException(
                    dataset.name(),
                    "classes" + dataset.classNames() + " differ from those that the run was trained on "
                            + classNames());
        }
    }
}
