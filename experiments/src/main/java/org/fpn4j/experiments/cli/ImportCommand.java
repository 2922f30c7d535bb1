package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.data.dataset.Dataset;
import org.fpn4j.data.dataset.Split;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.interop.naming.Renaming;
import org.fpn4j.interop.pretrained.Categories;
import org.fpn4j.interop.pretrained.ClassOrder;
import org.fpn4j.interop.pretrained.Fit;
import org.fpn4j.interop.pretrained.ForeignWeights;
import org.fpn4j.interop.pretrained.Framework;
import org.fpn4j.interop.pretrained.HeadClasses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn import}. */
@Command(name = "import", description = "Weights of another framework, under our names, in a safetensors file.")
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A checkpoint: .pth, .pt, .safetensors, model.json.")
    private Path file;

    @Option(names = "--from", required = true, paramLabel = "FRAMEWORK", description = "${COMPLETION-CANDIDATES}")
    private Framework framework;

    @Option(names = "--config", required = true, paramLabel = "CONFIG", description = "The detector they are for.")
    private Path config;

    @Option(names = "--out", required = true, paramLabel = "W.safetensors", description = "The file to write.")
    private Path out;

    @Option(
            names = "--partial",
            description = "Takes what fits; everything else keeps its initial value. A backbone alone is such a case.")
    private boolean partial;

    @Option(
            names = "--entry",
            paramLabel = "KEY",
            defaultValue = "",
            description = "The part of the file that is meant, as model_ema; without it, the one that fits.")
    private String entry;

    @Option(
            names = "--classes",
            paramLabel = "ORDER",
            defaultValue = "AUTO",
            description =
                    "Which output of the file's head is which class of the config's data: ${COMPLETION-CANDIDATES}."
                            + " auto goes by the number of outputs and refuses where it says nothing; torchvision's outputs are"
                            + " category ids.")
    private ClassOrder classes;

    @Option(
            names = "--output",
            paramLabel = "CLASS=N",
            description = "The output, from 0, that one class takes; once for each class.")
    private Map<String, Integer> outputs = Map.of();

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        List<Parameter> parameters = experiment.checked().parameters();
        ForeignWeights weights = ForeignWeights.read(file, framework, entry);
        Fit fit = fit(weights, experiment);
        fit.skipped().forEach((name, what) -> Console.log().println("skipped " + name + ": " + what + ", no weights"));
        fit.remarks().forEach(Console.log()::println);
        Renaming renaming = fit.renaming();
        if (!partial) {
            renaming.requireComplete(file, hint(weights, renaming));
        }
        if (renaming.taken().isEmpty()) {
            throw new UserInputException(
                    file.toString(), "no tensor fits the detector of " + config, "is it a file of " + framework + "?");
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(
                Weights.initial(parameters, experiment.config().seed()).tensors());
        tensors.putAll(renaming.taken());
        Safetensors.write(out, new Weights(tensors));
        report(renaming);
        return 0;
    }

    private Fit fit(ForeignWeights weights, Experiment experiment) {
        return weights.fit(
                experiment.config().backbone(),
                experiment.checked().parameters(),
                name -> true,
                new HeadClasses(
                        experiment.config().head().numClasses(), () -> categories(experiment), classes, outputs));
    }

    private String hint(ForeignWeights weights, Renaming renaming) {
        String partly = "--partial takes these and leaves all other parameters at their initial values";
        if (renaming.isComplete()) {
            return partly;
        }
        return FittingConfigs.beside(config, sets.list(), other -> fit(weights, other))
                .map(other -> "all of them fit " + other + ", another size perhaps; " + partly)
                .orElse(partly);
    }

    /** Of the data that the config names; data that is there by default says nothing about a file. */
    private static Categories categories(Experiment experiment) {
        if (experiment.loaded().origins().entrySet().stream()
                .filter(value -> value.getKey().startsWith("data."))
                .allMatch(value -> value.getValue().isDefault())) {
            return Categories.UNKNOWN;
        }
        Dataset train = experiment.config().data().open(Split.TRAIN);
        return new Categories(train.categoryIds(), train.classNames());
    }

    private void report(Renaming renaming) {
        renaming.missing().forEach(name -> Console.log().println("missing " + name + ": keeps its initial value"));
        renaming.unexpected().forEach(name -> Console.log().println("unexpected " + name + ": left out"));
        renaming.misshapen().forEach(line -> Console.log().println("misshapen " + line + ": keeps its initial value"));
        Console.results()
                .println(renaming.taken().size() + " tensors taken, "
                        + renaming.missing().size() + " missing, "
                        + renaming.unexpected().size() + " unexpected, "
                        + renaming.misshapen().size() + " misshapen: " + out);
    }
}
