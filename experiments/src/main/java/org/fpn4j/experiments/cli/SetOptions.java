package org.fpn4j.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --set a.b=c}, as often as wanted. */
final class SetOptions {
    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Overrides one value of the config: a dotted path and a YAML value.")
    private final List<String> sets = new ArrayList<>();

    List<String> list() {
        return List.copyOf(sets);
    }
}
