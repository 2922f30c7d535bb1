package org.fpn4j.training.pretrained;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fpn4j.config.problem.Problems;
import org.fpn4j.core.graph.NodeNames;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.interop.pretrained.Categories;
import org.fpn4j.interop.pretrained.Fit;
import org.fpn4j.interop.pretrained.ForeignWeights;
import org.fpn4j.interop.pretrained.HeadClasses;
import org.fpn4j.training.config.CheckedConfig;
import org.fpn4j.training.config.PretrainedConfig;

/**
 * The weights that a training starts from.
 *
 * @param weights of all parameters and buffers
 * @param taken names of those that come from a checkpoint
 * @param remarks what a reader should know, in sentences
 */
public record StartingWeights(Weights weights, List<String> taken, List<String> remarks) {
    public StartingWeights {
        taken = List.copyOf(taken);
        remarks = List.copyOf(remarks);
    }

    /**
     * Initial values for the seed, and over them what the checkpoint of {@code pretrained} gives.
     *
     * @param train what will be trained on
     * @throws org.fpn4j.config.problem.UserInputException where the checkpoint does not have all that its scopes name
     */
    public static StartingWeights of(CheckedConfig config, Dataset train) {
        List<Parameter> parameters = config.parameters();
        Weights initial = Weights.initial(parameters, config.config().seed());
        PretrainedConfig pretrained = config.config().pretrained();
        if (!pretrained.wanted()) {
            return new StartingWeights(initial, List.of(), List.of());
        }
        Fit fit = fit(config, train, parameters);
        Map<String, NamedTensor> taken = fit.renaming().taken();
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(initial.tensors());
        tensors.putAll(taken);
        List<String> remarks = new ArrayList<>();
        remarks.add(taken.size() + " of " + parameters.size() + " tensors start from " + Path.of(pretrained.file())
                + ": " + String.join(", ", pretrained.scopes()));
        remarks.addAll(fit.remarks());
        return new StartingWeights(new Weights(tensors), List.copyOf(taken.keySet()), remarks);
    }

    /**
     * Asks whether a checkpoint gives what its scopes name, before anything is trained.
     *
     * @throws org.fpn4j.config.problem.UserInputException where it does not
     */
    public static void check(CheckedConfig config, Dataset train) {
        if (config.config().pretrained().wanted()) {
            fit(config, train, config.parameters());
        }
    }

    private static Fit fit(CheckedConfig config, Dataset train, List<Parameter> parameters) {
        PretrainedConfig pretrained = config.config().pretrained();
        List<String> scopes = pretrained.scopes();
        Problems problems = new Problems();
        for (String scope : scopes) {
            if (parameters.stream().noneMatch(parameter -> NodeNames.inside(parameter.name(), scope))) {
                problems.add(
                        config.place("pretrained.scopes"),
                        "pretrained scopes[" + scope + "] names no parameter; ./fpn weights lists them");
            }
        }
        problems.throwIfAny();
        Path file = Path.of(pretrained.file());
        Fit fit = ForeignWeights.read(file, pretrained.from(), pretrained.entry())
                .fit(
                        config.config().backbone(),
                        parameters,
                        name -> scopes.stream().anyMatch(scope -> NodeNames.inside(name, scope)),
                        new HeadClasses(
                                config.config().head().numClasses(),
                                () -> new Categories(train.categoryIds(), train.classNames()),
                                pretrained.classes(),
                                pretrained.outputs()));
        fit.renaming().requireComplete(file, "pretrained.scopes" + scopes + " says what must come from this file");
        return fit;
    }
}
