package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.core.config.ConfigSchema;
import org.fpn4j.experiments.config.Experiment;
import org.fpn4j.experiments.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fpn config}. */
@Command(name = "config", description = "Effective config with the origin of each value.")
final class ConfigCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", arity = "0..1", description = "An experiment, as in configs/models.")
    private Path config;

    @Option(names = "--yaml", description = "The effective config as a file that can be loaded again.")
    private boolean yaml;

    @Option(names = "--schema", description = "JSON Schema of experiment files, for editors.")
    private boolean schema;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        if (schema) {
            Console.results().println(ConfigSchema.of(ExperimentConfig.class).toPrettyString());
            return 0;
        }
        if (config == null) {
            throw new org.fpn4j.core.problem.UserInputException("config", "CONFIG is missing", "or ask for --schema");
        }
        Experiment experiment = Experiment.load(config, sets.list());
        String text =
                yaml ? experiment.loaded().effectiveYaml() : experiment.loaded().originsText();
        Console.results().println(text.stripTrailing());
        return 0;
    }
}
