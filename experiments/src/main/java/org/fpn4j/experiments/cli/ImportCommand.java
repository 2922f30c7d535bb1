package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.problem.UserInputException;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.core.weights.Weights.NamedTensor;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.run.WholeFiles;
import org.fpn4j.interop.naming.Renaming;
import org.fpn4j.interop.pretrained.ForeignWeights;
import org.fpn4j.interop.pretrained.Framework;
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

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        List<Parameter> parameters = experiment.parameters();
        ForeignWeights weights = ForeignWeights.read(file, framework);
        weights.skipped().forEach(name -> Console.log().println("skipped " + name + ": whole numbers, no weights"));
        Renaming renaming = weights.fit(experiment.config().backbone(), parameters, name -> true);
        weights.remarks(experiment.config().backbone()).forEach(Console.log()::println);
        if (!partial) {
            renaming.requireComplete(
                    file, "--partial takes these and leaves all other parameters at their initial values");
        }
        if (renaming.taken().isEmpty()) {
            throw new UserInputException(
                    file.toString(), "no tensor fits the detector of " + config, "is it a file of " + framework + "?");
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(
                Weights.initial(parameters, experiment.config().seed()).tensors());
        tensors.putAll(renaming.taken());
        WholeFiles.guarded(out, () -> Safetensors.write(out.toAbsolutePath(), new Weights(tensors)));
        report(renaming);
        return 0;
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
