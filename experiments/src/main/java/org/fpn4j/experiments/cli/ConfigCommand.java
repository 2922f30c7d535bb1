package org.fpn4j.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.fpn4j.config.problem.UserInputException;
import org.fpn4j.experiments.ablation.FileSchema;
import org.fpn4j.experiments.config.Experiment;
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

    @Option(
            names = "--schema",
            description = "JSON Schema of experiments and ablations, for editors; configs/schema.json is it.")
    private boolean schema;

    @Mixin
    private SetOptions sets;

    @Override
    public Integer call() {
        if (schema) {
            Console.results().println(FileSchema.document().toPrettyString());
            return 0;
        }
        if (config == null) {
            throw new UserInputException("config", "CONFIG is missing", "or ask for --schema");
        }
        Experiment experiment = Experiment.load(config, sets.list());
        String text =
                yaml ? experiment.loaded().effectiveYaml() : experiment.loaded().originsText();
        Console.results().println(text.stripTrailing());
        return 0;
    }
}
