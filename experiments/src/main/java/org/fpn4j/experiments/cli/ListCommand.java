package org.fpn4j.experiments.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fpn4j.core.backbone.BackboneConfig;
import org.fpn4j.core.config.Catalogue;
import org.fpn4j.core.head.HeadConfig;
import org.fpn4j.core.layer.NormConfig;
import org.fpn4j.core.neck.ExtraLevelsConfig;
import org.fpn4j.core.neck.NeckConfig;
import org.fpn4j.data.dataset.DatasetConfig;
import org.fpn4j.experiments.config.ExecutionConfig;
import org.fpn4j.experiments.optimization.OptimizerConfig;
import org.fpn4j.experiments.optimization.ScheduleConfig;
import org.fpn4j.heads.match.MatcherConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./fpn list}. */
@Command(name = "list", description = "Every variant of every block with its keys and defaults.")
final class ListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--markdown", description = "The variant table of the README.")
    private boolean markdown;

    private static Map<String, Class<?>> slots() {
        Map<String, Class<?>> slots = new LinkedHashMap<>();
        slots.put("backbone", BackboneConfig.class);
        slots.put("neck", NeckConfig.class);
        slots.put("extra_levels", ExtraLevelsConfig.class);
        slots.put("head", HeadConfig.class);
        slots.put("norm", NormConfig.class);
        slots.put("matcher", MatcherConfig.class);
        slots.put("data", DatasetConfig.class);
        slots.put("training.optimizer", OptimizerConfig.class);
        slots.put("training.schedule", ScheduleConfig.class);
        return slots;
    }

    @Override
    public Integer call() {
        if (json) {
            printJson(slots());
        } else if (markdown) {
            Console.results().println(markdown());
        } else {
            printText(slots());
        }
        return 0;
    }

    private static void printJson(Map<String, Class<?>> slots) {
        Map<String, Map<String, ObjectNode>> all = new LinkedHashMap<>();
        slots.forEach((slot, type) -> {
            Map<String, ObjectNode> variants = new LinkedHashMap<>();
            Catalogue.of(type).variants().forEach((name, variant) -> variants.put(name, variant.defaults()));
            all.put(slot, variants);
        });
        Map<String, ObjectNode> kernels = new LinkedHashMap<>();
        kernels()
                .forEach(name ->
                        kernels.put(name, com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode()));
        all.put("kernels", kernels);
        JsonOutput.printTo(Console.results(), all);
    }

    private static void printText(Map<String, Class<?>> slots) {
        slots.forEach((slot, type) -> Catalogue.of(type).variants().forEach((name, variant) -> {
            Console.results().println(slot + ": " + name);
            variant.defaults().fields().forEachRemaining(field -> {
                if (!field.getKey().equals("type")) {
                    Console.results()
                            .println(String.format(Locale.ROOT, "  %-24s %s", field.getKey(), field.getValue()));
                }
            });
        }));
        Console.results().println("execution.kernels: " + String.join(", ", kernels()));
    }

    /** One row per variant. */
    static String markdown() {
        StringBuilder table = new StringBuilder("| block | type | keys |\n|---|---|---|");
        slots().forEach((slot, type) -> Catalogue.of(type).variants().forEach((name, variant) -> {
            StringBuilder keys = new StringBuilder();
            variant.defaults().fieldNames().forEachRemaining(key -> {
                if (!key.equals("type")) {
                    keys.append(keys.length() == 0 ? "" : ", ")
                            .append('`')
                            .append(key)
                            .append('`');
                }
            });
            table.append("\n| ")
                    .append(slot)
                    .append(" | `")
                    .append(name)
                    .append("` | ")
                    .append(keys)
                    .append(" |");
        }));
        return table.toString();
    }

    private static List<String> kernels() {
        return java.util.Arrays.stream(ExecutionConfig.Kernels.values())
                .map(kernel -> kernel.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
