package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fpn4j.core.graph.Parameter;
import org.fpn4j.core.weights.Safetensors;
import org.fpn4j.core.weights.Weights;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.training.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn weights}. */
@Command(
        name = "weights",
        description = "Names and shapes of a config's parameters and buffers; with --out their initial values.")
final class WeightsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "An experiment, as in configs/models.")
    private Path config;

    @Option(names = "--out", paramLabel = "FILE", description = "Gets the initial values, as safetensors.")
    private Path out;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        Experiment experiment = Experiment.load(config, sets.list());
        ExperimentConfig values = experiment.config();
        List<Parameter> parameters = experiment.checked().parameters();
        for (Parameter parameter : parameters) {
            String state = parameter.trainable() ? "" : parameter.counts() ? " frozen" : " buffer";
            Console.results().println(parameter.name() + " " + parameter.shape() + state);
        }
        if (out != null) {
            Weights initial = Weights.initial(parameters, values.seed());
            Safetensors.write(out, initial);
        }
        return 0;
    }
}
